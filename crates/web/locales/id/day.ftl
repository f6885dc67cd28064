# Hari ini, yang tidak bergerak, pencarian, waktu.

my-day = Hari ini
    .done = Daftar pekerjaan sendiri dilihat
list-stalled = Daftar yang tidak bergerak
    .done = Daftar yang tidak bergerak dilihat
day = Hari ini
day-parts = Bagian daftar
day-none-due = Tidak ada yang jatuh tempo hari ini.
day-some-today = { $n ->
   *[other] { $n } jatuh tempo hari ini.
}
day-some-late = { $n ->
   *[other] { $n } terlambat.
}
day-late = Terlambat
day-unanswered = Pelapor menunggu jawaban
day-today = Jatuh tempo hari ini
day-week = Tujuh hari ke depan
day-new = Baru untuk saya
day-undated = Tanpa tenggat
day-answer = Jawab pelapor
day-unheld = { $n ->
   *[other] { $n } komitmen tanpa pejabat yang bertanggung jawab.
}
day-unheld-look = Lihat dan tunjuk pejabatnya
day-promises = Komitmen: hari tanpa gerak menurut perhatian publik
day-more = { $n ->
   *[other] dan { $n } lagi; lihat di daftarnya.
}
day-later = { $n ->
   *[other] { $n } lagi jatuh tempo setelah itu.
}
day-empty = Tidak ada yang jatuh tempo, dan tidak ada yang baru untuk Anda.
day-empty-next = Anda dapat melanjutkan ke:
day-empty-no-rights = Pekerjaan muncul di sini setelah ditugaskan kepada jabatan Anda. Jika seharusnya sudah ada, tanyakan kepada supervisor Anda.

stalled = Tidak bergerak
stalled-lead = Pekerjaan di lingkup Anda yang perlu dilihat: terlambat, tidak ada pemegangnya, atau terlalu lama di satu status.
stalled-late = Terlambat
stalled-unheld = Tanpa pemegang jabatan
stalled-standing = Terlalu lama di satu status
stalled-empty = Semua berjalan.
stalled-empty-next = Tidak ada yang terlambat, tanpa pemegang, atau berhenti di lingkup Anda.

find = Cari
find-people = Cari orang

soon-late = { $n ->
   *[other] Terlambat { $n } hari
}
soon-late-today = Terlambat sejak hari ini
soon-today = Hari ini
soon-tomorrow = Besok
ago-now = baru saja
ago-minutes = { $n ->
   *[other] { $n } menit yang lalu
}
ago-hours = { $n ->
   *[other] { $n } jam yang lalu
}
ago-days = { $n ->
   *[other] { $n } hari yang lalu
}
weekday-1 = Senin
weekday-2 = Selasa
weekday-3 = Rabu
weekday-4 = Kamis
weekday-5 = Jumat
weekday-6 = Sabtu
weekday-7 = Minggu
