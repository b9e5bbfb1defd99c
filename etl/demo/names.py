"""Made-up names: common Indonesian name parts, put together at random. No real person is meant."""

from __future__ import annotations

import numpy as np

_MEN = """Agus Ahmad Andi Arif Bambang Bayu Budi Dadang Darmawan Dedi Deni Dimas Djoko Eko Fajar Farhan Feri Galih Gilang
Hadi Hamzah Hasan Hendra Heri Ibrahim Ilham Imam Indra Irfan Iwan Jaka Joni Kurnia Lukman Mulyadi Nanang Nur Oki Panji Pardi
Rahmat Raka Rangga Rendi Reza Ridwan Rizki Rohmat Rudi Saiful Samsul Slamet Sofyan Sugeng Suparman Surya Syahrul Taufik Teguh
Toni Tri Udin Umar Wahyu Wawan Widodo Yanto Yoga Yusuf Zaenal Zulfikar""".split()
_WOMEN = """Aisyah Ani Anisa Ayu Bunga Citra Dahlia Desi Dewi Diah Dian Dina Eka Elis Endang Erna Euis Fatimah Fitri Hana Hartini
Ida Ika Indah Intan Ira Kartika Kartini Laras Lestari Lia Lilis Lina Maryam Mega Melati Mira Mulyani Murni Nani Nia Ningsih Nita
Nova Nuraini Nurul Puji Putri Rahma Ratna Reni Retno Rina Rini Rohmah Sari Siska Siti Sri Sulastri Sumiati Suryani Tati Tini
Tuti Ulfa Umi Wati Winda Wulan Yanti Yuli Yuni Zahra Zubaidah""".split()
_LAST = """Abdullah Adiputra Anggraini Anwar Aprilia Ardiansyah Arifin Astuti Basri Cahyono Effendi Firmansyah Fauzi Gunawan
Hakim Halim Handayani Hardjo Haryanto Hasanah Hidayat Idris Irawan Iskandar Jaelani Junaedi Kosasih Kurniawan Kusuma Latif
Mahendra Mansur Marlina Maulana Mubarok Mustofa Nasution Nugraha Nurdin Octaviani Pamungkas Permana Pradana Prasetyo
Pratama Purnama Purnomo Rachman Rahayu Ramadhan Riyadi Rosadi Safitri Saputra Setiawan Siregar Solihin Subagyo
Sulaiman Supriadi Suryadi Susanto Sutrisno Suwandi Syarif Utami Wibowo Widyastuti Wijaya Yulianti""".split()
_STREETS = """Melati Mawar Kenanga Anggrek Cempaka Flamboyan Dahlia Teratai Bougenville Kamboja Nusa Indah Mangga Rambutan
Durian Jambu Salak Kecapi Manggis Belimbing Duku Merpati Kutilang Garuda Rajawali Elang""".split()


def people(women: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A name for each person (``women`` says which are): two or three parts, as text (n,)."""
    size = len(women)
    first = np.where(women, _pick(_WOMEN, size, rng), _pick(_MEN, size, rng))
    middle = np.where(women, _pick(_WOMEN, size, rng), _pick(_MEN, size, rng))
    last = _pick(_LAST, size, rng)
    name = np.char.add(np.char.add(first, " "), last)
    longer = (rng.random(size) < 0.3) & (middle != first)
    return np.where(longer, np.char.add(np.char.add(np.char.add(first, " "), np.char.add(middle, " ")), last), name)


def addresses(size: int, rng: np.random.Generator) -> np.ndarray:
    """A made-up address for each household, as text (n,)."""
    street = np.char.add(
        np.array(["Jl. ", "Gg. ", "Jl. Contoh "])[rng.integers(3, size=size)], _pick(_STREETS, size, rng)
    )
    number = rng.integers(1, 120, size=size).astype(str)
    return np.char.add(np.char.add(street, " No. "), number)


def _pick(parts: list[str], size: int, rng: np.random.Generator) -> np.ndarray:
    return np.array(parts)[rng.integers(len(parts), size=size)]
