"""What is said when a survey cannot be fetched from its server: reason -> (severity, Indonesian, English)."""

from __future__ import annotations

REJECTED, WARNING = "rejected", "warning"

MESSAGES: dict[str, tuple[str, str, str]] = {
    "fetch_not_configured": (
        REJECTED,
        "Pengaturan belum lengkap: {missing}. Isi variabel itu (lihat panduan operator), lalu coba lagi.",
        "The settings are not complete: {missing}. Set these variables (see the operator's guide), then try again.",
    ),
    "fetch_secret_file": (
        REJECTED,
        "Berkas rahasia yang disebut {variable} tidak dapat dibaca atau kosong.",
        "The secret file named by {variable} cannot be read, or is empty.",
    ),
    "fetch_insecure": (
        REJECTED,
        "Alamat di {variable} harus diawali https://, agar kata sandi tidak terkirim terbuka.",
        "The address in {variable} must begin with https://, so that the password is not sent in the open.",
    ),
    "fetch_unreachable": (
        REJECTED,
        "Server survei tidak dapat dihubungi. Periksa internet dan alamatnya, lalu coba lagi.",
        "The survey server cannot be reached. Check the internet connection and the address, then try again.",
    ),
    "fetch_refused": (
        REJECTED,
        "Server survei menolak: nama pengguna, kata sandi, atau token salah, atau tidak berhak atas formulir ini.",
        "The survey server refused: user name, password or token is wrong, or may not see this form.",
    ),
    "fetch_not_found": (
        REJECTED,
        "Server survei tidak mengenal proyek atau formulir ini. Periksa nomor proyek dan kode formulirnya.",
        "The survey server does not know this project or form. Check the project number and the form's code.",
    ),
    "fetch_failed": (
        REJECTED,
        "Server survei menjawab dengan galat ({status}). Coba lagi nanti, lalu tanyakan kepada pengelolanya.",
        "The survey server answered with an error ({status}). Try again later, then ask its operator.",
    ),
    "fetch_too_slow": (
        REJECTED,
        "Server survei belum selesai menyiapkan ekspor setelah {minutes} menit. Coba lagi nanti.",
        "The survey server has not finished the export after {minutes} minutes. Try again later.",
    ),
    "fetch_half": (
        REJECTED,
        "Unduhan terputus atau tidak utuh, jadi dibuang; tidak ada yang dimuat. Coba lagi.",
        "The download broke off or is not complete, so it was discarded; nothing was loaded. Try again.",
    ),
}
