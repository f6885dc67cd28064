# Figures beyond the first ones, children who said no to statistics, and a reminder.
indicators-kept-out =
    { $n ->
        [0] Tidak ada anak yang menolak statistik.
       *[other] { $n } anak tidak masuk angka tentang anak karena ia atau walinya menolak statistik.
    }
indicators-behind = dari { $n } yang diketahui
figure-services-by-sex = Anak yang dilayani menurut jenis kelamin
figure-services-by-age = Anak yang dilayani menurut umur saat layanan pertama
figure-safety-plans = Rencana keselamatan lengkap bagi yang memerlukan
figure-action-plans = Rencana kasus lengkap sejak kontak pertama
figure-approved-plans = Rencana kasus yang disetujui supervisor
figure-satisfaction = Kepuasan anak atau pengasuh (paling sedikit tiga dari lima pertanyaan dijawab; puas bila separuh atau lebih wajah keempat atau kelima)
figure-wellbeing = Kesejahteraan membaik (naik tiga angka atau lebih)
figure-less-impacted = Dampak lebih ringan daripada awal
figure-average-referrals = Rujukan bagi anak yang punya rencana
figure-referral-success = Hasil rujukan
figure-consent-health = Dasar berbagi ke luar lembaga
figure-legal-path = Jalan hukum anak yang dilaporkan ke polisi
figure-attention-gap = Laju perkara menurut sorotan media
counts-referrals = Dihitung per rujukan
line-age-0-11 = 0–11 tahun
line-age-12-17 = 12–17 tahun
line-age-18 = 18 tahun atau lebih
line-complete = Lengkap
line-satisfied = Puas
line-incomplete = Jawaban kurang untuk dinilai
line-improved = Membaik
line-lighter = Terdampak lebih ringan
line-referrals = Rujukan
line-with-plan = Anak yang punya rencana kasus
line-median-referrals = Median rujukan per anak
line-delivered-of-offered = Layanan diberikan, dari yang ditawarkan
line-delivered-of-accepted = Layanan diberikan, dari yang diterima
line-median-answer = Median hari sampai dijawab
line-told = Dilaporkan
line-investigated = Disidik
line-prosecuted = Dituntut
line-tried = Disidangkan
line-judged = Diputus
line-executed = Putusan dijalankan
line-ordered = Restitusi diputuskan
line-paid = Restitusi dibayar
line-seen = Anak yang perkaranya disorot media
line-unseen = Anak yang perkaranya tidak disorot
line-median-seen = Median hari per tahap, disorot
line-median-unseen = Median hari per tahap, tidak disorot
line-steps-seen = Langkah dalam 100 bulan perkara, disorot
line-steps-unseen = Langkah dalam 100 bulan perkara, tidak disorot
told-vetting-due = Uji kelayakan pengasuh atau lembaga perlu diperbarui
refused-not-corrected = Datanya belum diperbaiki sejak diputuskan. Perbaiki lebih dahulu pada halaman orang atau kasusnya, lalu catat di sini.
