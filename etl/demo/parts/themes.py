"""What is taught, told and given, and how well it works: the stories about results."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Course:
    """A kind of training: who gives it, the share of women, and what comes of it.

    ``gain`` is in points of 100; ``business`` and ``alive`` are shares of those who passed, after 6 and after 12 months;
    ``income`` is the relative change of their income after 12 months.
    """

    theme: str
    partner: str
    women: float
    gain: float
    business: float
    alive: float
    income: float
    sessions: int


@dataclass(frozen=True)
class Talk:
    """A kind of outreach: partner, sector, and the usual gain in a quiz of 100 points."""

    theme: str
    partner: str
    sector: str
    title: str
    gain: float


@dataclass(frozen=True)
class HealthDay:
    """What is given at a health day: the service, the thing given, and how many of it."""

    theme: str
    title: str
    service: str
    item: str
    quantity: int


COURSES = (
    Course("Menjahit", "M01", 0.93, 32, 0.62, 0.53, 0.38, 7),
    Course("Komputer dasar", "M09", 0.55, 3, 0.06, 0.03, 0.01, 6),
    Course("Tata boga", "M01", 0.85, 18, 0.38, 0.26, 0.17, 6),
    Course("Servis ponsel", "M01", 0.15, 15, 0.30, 0.21, 0.15, 6),
    Course("Pemasaran daring", "M12", 0.60, 11, 0.24, 0.13, 0.09, 5),
)
TALKS = (
    Talk("Keuangan keluarga", "M08", "Usaha dan pekerjaan", "Mengatur uang keluarga dan bahaya pinjaman daring", 14),
    Talk("Hak dan kewajiban", "M03", "Perlindungan sosial", "Hak dan kewajiban penerima bantuan", 11),
    Talk("Kesadaran sosial", "M03", "Perlindungan sosial", "Rukun warga tanpa cap miskin", 6),
    Talk("Kesadaran sosial", "M10", "Pendidikan", "Anak tetap sekolah", 8),
)
HEALTH_DAYS = (
    HealthDay("Kebersihan", "Cuci tangan dan kebersihan rumah", "kit", "Kit kebersihan", 1),
    HealthDay("Alat pelindung", "Masker dan pelindung diri", "apd", "Masker", 10),
    HealthDay("Demam berdarah", "Cegah demam berdarah", "kit", "Kit pencegah nyamuk", 1),
    HealthDay("Gizi", "Gizi ibu dan anak", "kit", "Kit gizi", 1),
)
GROUPS = ("Mawar", "Melati", "Kenanga", "Cempaka", "Anggrek", "Flamboyan", "Dahlia", "Teratai", "Bougenvil", "Seroja")
