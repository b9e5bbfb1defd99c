"""What the boundaries source says to a clerk: reason -> (severity, Bahasa Indonesia, English)."""

from __future__ import annotations

REJECTED, WARNING = "rejected", "warning"

MESSAGES: dict[str, tuple[str, str, str]] = {
    # The file as a whole (row 0; the warning is at the heading, row 1).
    "boundary_format": (
        REJECTED,
        (
            "Jenis berkas {suffix} tidak dikenal sebagai berkas batas. Pakai GeoJSON (.geojson), Shapefile "
            "dalam .zip, atau GeoPackage (.gpkg)."
        ),
        (
            "{suffix} is not a kind of boundary file. Use GeoJSON (.geojson), a Shapefile in a .zip, or "
            "GeoPackage (.gpkg)."
        ),
    ),
    "boundary_not_geojson": (
        REJECTED,
        "Berkas ini bukan GeoJSON yang utuh: {detail}.",
        "This file is not a complete GeoJSON: {detail}.",
    ),
    "boundary_empty": (
        REJECTED,
        "Berkas ini tidak berisi satu pun wilayah.",
        "This file holds no feature at all.",
    ),
    "boundary_zip_broken": (
        REJECTED,
        "Berkas zip rusak atau berkata sandi, jadi tidak dapat dibuka. Buat ulang zip-nya tanpa kata sandi.",
        "The zip file is damaged or has a password, so it cannot be opened. Make the zip again, without a password.",
    ),
    "boundary_zip_without_shp": (
        REJECTED,
        "Di dalam zip tidak ada berkas .shp (Shapefile).",
        "There is no .shp file (Shapefile) in the zip.",
    ),
    "boundary_zip_incomplete": (
        REJECTED,
        (
            "Shapefile di dalam zip tidak lengkap: {missing} tidak ada. Masukkan .shp, .shx, .dbf, dan .prj "
            "bersama-sama."
        ),
        "The Shapefile in the zip is not complete: {missing} is missing. Put .shp, .shx, .dbf and .prj in together.",
    ),
    "boundary_too_large": (
        REJECTED,
        "Berkas ini terlalu besar: {size} MB setelah dibuka, paling banyak {limit} MB.",
        "This file is too large: {size} MB when unpacked, at most {limit} MB.",
    ),
    "boundary_layers": (
        REJECTED,
        (
            "Berkas ini memuat beberapa lapisan ({layers}), dan tidak tepat satu yang berupa poligon. Simpan "
            "hanya lapisan batas wilayahnya."
        ),
        (
            "This file holds several layers ({layers}), and not exactly one is made of polygons. Save only the "
            "layer of the boundaries."
        ),
    ),
    "boundary_unreadable": (
        REJECTED,
        "Berkas ini rusak atau isinya bukan {kind}, jadi tidak dapat dibaca.",
        "This file is damaged or is not a {kind} inside, so it cannot be read.",
    ),
    "boundary_crs_unknown": (
        REJECTED,
        (
            "Berkas ini tidak menyebut sistem koordinatnya, dan koordinatnya bukan bujur/lintang. Sertakan .prj"
            " atau simpan sebagai EPSG:4326."
        ),
        (
            "This file does not state its coordinate system, and its coordinates are not longitude/latitude. "
            "Include the .prj or save it as EPSG:4326."
        ),
    ),
    "boundary_crs_unusable": (
        REJECTED,
        "Sistem koordinat berkas ini ({crs}) tidak dikenal atau tidak dapat diubah ke EPSG:4326.",
        "The coordinate system of this file ({crs}) is not known or cannot be turned into EPSG:4326.",
    ),
    "boundary_crs_contradicted": (
        REJECTED,
        (
            "Berkas menyatakan sistem koordinat dalam meter ({crs}), tetapi koordinatnya tampak dalam derajat. "
            "Perbaiki sistem koordinatnya."
        ),
        (
            "The file states a coordinate system in metres ({crs}), but its coordinates look like degrees. "
            "Correct the coordinate system."
        ),
    ),
    "boundary_crs_assumed": (
        WARNING,
        "Berkas ini tidak menyebut sistem koordinatnya; koordinatnya dibaca sebagai bujur/lintang (EPSG:4326).",
        (
            "This file does not state its coordinate system; its coordinates were read as longitude/latitude "
            "(EPSG:4326)."
        ),
    ),
    "boundary_no_identity_column": (
        REJECTED,
        "Tidak ada kolom kode atau nama wilayah. Kolom yang ada: {columns}.",
        "There is no column with the area's code or name. The columns there are: {columns}.",
    ),
    # Which area is it?
    "boundary_no_identity": (
        REJECTED,
        "Kode dan nama wilayah kosong.",
        "Both the area's code and its name are blank.",
    ),
    "boundary_code_invalid": (
        REJECTED,
        'Kode wilayah "{code}" bukan kode Kemendagri seperti 31.74.06.1003 (kelurahan), .005 (RW), .012 (RT).',
        (
            'The area code "{code}" is not a Ministry of Home Affairs code such as 31.74.06.1003 (kelurahan), '
            ".005 (RW), .012 (RT)."
        ),
    ),
    "boundary_code_unknown": (
        REJECTED,
        "Kode wilayah {code} tidak ada di daftar wilayah. Yang paling mirip: {suggestion}.",
        "The area code {code} is not in the list of areas. The closest is {suggestion}.",
    ),
    "boundary_parent_unknown": (
        REJECTED,
        "Wilayah {code} belum ada, dan induknya {parent} juga belum ada. Muat batas {parent} lebih dahulu.",
        (
            "The area {code} does not exist yet, and neither does its parent {parent}. Load the boundary of "
            "{parent} first."
        ),
    ),
    "boundary_code_conflict": (
        REJECTED,
        'Kode {code} adalah {area}, tetapi baris ini menyebut "{other}". Periksa mana yang benar.',
        'The code {code} is {area}, but this row says "{other}". Check which is right.',
    ),
    "boundary_name_unknown": (
        REJECTED,
        (
            'Nama "{name}" tidak ada di daftar wilayah. Yang paling mirip: {suggestion}. Perbaiki ejaannya atau'
            " isi kodenya."
        ),
        (
            'The name "{name}" is not in the list of areas. The closest is {suggestion}. Correct the spelling '
            "or give the code."
        ),
    ),
    "boundary_parent_mismatch": (
        REJECTED,
        ('"{name}" tidak ada di "{parent}". Yang paling mirip: {suggestion}. Perbaiki nama induknya atau isi kodenya.'),
        '"{name}" is not in "{parent}". The closest is {suggestion}. Correct the parent\'s name or give the code.',
    ),
    "boundary_name_ambiguous": (
        REJECTED,
        'Ada beberapa wilayah bernama "{name}": {suggestion}. Isi induknya atau kodenya.',
        'Several areas are named "{name}": {suggestion}. Give the parent or the code.',
    ),
    "boundary_rt_without_rw": (
        REJECTED,
        'Nomor RT/RW "{number}" tidak lengkap atau tidak terbaca. Isi RW (dan RT) dengan angka, misalnya 005.',
        (
            'The RT/RW number "{number}" is not complete or cannot be read. Give the RW (and RT) as numbers, '
            "such as 005."
        ),
    ),
    "boundary_duplicate": (
        REJECTED,
        "Batas {area} sudah ada di baris {first} berkas ini.",
        "The boundary of {area} is already in row {first} of this file.",
    ),
    "boundary_name_differs": (
        WARNING,
        'Kode {code} adalah {area}; nama di berkas "{name}" lain. Nama di daftar wilayah tetap dipakai.',
        'The code {code} is {area}; the name in the file, "{name}", differs. The name in the list of areas is kept.',
    ),
    "boundary_text_cut": (
        WARNING,
        "Teks lebih dari {limit} huruf, jadi dipotong.",
        "The text is longer than {limit} characters, so it was cut.",
    ),
    # Its shape.
    "boundary_no_geometry": (
        REJECTED,
        "Wilayah ini tidak punya bentuk (geometri kosong).",
        "This feature has no shape (empty geometry).",
    ),
    "boundary_geometry_unreadable": (
        REJECTED,
        "Bentuk wilayah ini tidak dapat dibaca (koordinat rusak atau garis tidak tertutup).",
        "The shape of this feature cannot be read (damaged coordinates or a line that is not closed).",
    ),
    "boundary_not_polygon": (
        REJECTED,
        "Batas wilayah harus berupa Polygon atau MultiPolygon, bukan {type}.",
        "A boundary must be a Polygon or a MultiPolygon, not a {type}.",
    ),
    "boundary_axes_swapped": (
        REJECTED,
        "Koordinat tampaknya tertukar: bujur dan lintang terbalik ({where}).",
        "The coordinates seem to be swapped: longitude and latitude are the wrong way round ({where}).",
    ),
    "boundary_outside": (
        REJECTED,
        "Koordinat ({where}) di luar Indonesia (bujur 94–142, lintang -12–7). Periksa sistem koordinatnya.",
        (
            "The coordinates ({where}) are outside Indonesia (longitude 94–142, latitude -12–7). Check the "
            "coordinate system."
        ),
    ),
    "boundary_mended": (
        WARNING,
        "Bentuk tidak sah ({fault_id} di {where}) dan sudah diperbaiki; luasnya berubah {change} %.",
        "The shape was not valid ({fault_en} at {where}) and was mended; its area changed by {change} %.",
    ),
    "boundary_not_mendable": (
        REJECTED,
        (
            "Bentuk tidak sah ({fault_id} di {where}); bila diperbaiki luasnya berubah {change} %, lebih dari "
            "{limit} %. Perbaiki di peta asalnya."
        ),
        (
            "The shape is not valid ({fault_en} at {where}); mending it would change its area by {change} %, "
            "more than {limit} %. Correct it in the original map."
        ),
    ),
}
