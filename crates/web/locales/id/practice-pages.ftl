# Halaman praktik kasus: berikutnya, penutupan, kartu saku, tempat, papan proses hukum.

case-next = Berikutnya
case-next-none = Tidak ada yang jatuh tempo. Jika anak masih memerlukan bantuan, tambahkan langkah berikutnya di bawah.
case-add = Tambah
case-group-child = Keadaan anak
case-group-plan = Rencana dan bantuan
case-group-together = Keputusan dan suara anak
case-group-law = Jalur hukum
case-group-conflict = Konflik bersenjata
case-group-other = Lainnya
case-reopen-proposed = Kunjungan setelah penutupan menunjukkan anak tidak aman atau tidak baik keadaannya. Pertimbangkan membuka kembali kasus ini.
case-reopen-visit = Lihat kunjungannya
case-change-wellbeing = Kesejahteraan menurut anak, awal → akhir
case-change-severity = Berat dampak, awal → akhir
case-change-better = membaik
closure = Penutupan kasus
closure-lead = Kasus dapat ditutup setelah semua ini selesai. Daftar ini dihitung dari isi kasus.
closure-missing = { $n ->
   *[other] { $n } belum selesai
}
closure-not-yet = belum
closure-assessments = Asesmen selesai
closure-goals = Tujuan rencana ditinjau
closure-services = Layanan selesai atau dialihkan
closure-decisions = Keputusan konferensi dilaksanakan
closure-safety-plan = Rencana keselamatan berakhir
closure-moves = Rujukan dan penawaran kepada pihak lain selesai atau ditarik kembali
closure-legal = Proses hukum yang berjalan ada penanggung jawabnya
closure-feedback = Umpan balik ditawarkan kepada anak dan keluarga
closure-approval = Persetujuan penutupan
closure-before = Ditutup { $date } ({ $reason }), dibuka kembali { $reopened }
card = Kartu saku
card-lead = Kartu ini tidak memuat nama, nomor kasus, atau nama lembaga. Berikan hanya jika anak dapat menyimpannya dengan aman.
card-empty = Belum ada isi. Lengkapi rencana keselamatan lebih dahulu.
card-print = Cetak dengan perintah cetak peramban; hanya kartunya yang tercetak.
card-warning-signs = Tanda-tanda
card-signal = Isyarat
card-steps-to-leave = Langkah
card-safe-places = Tempat
card-where-children-go = Pergi ke
card-safe-people = Orang
card-safe-contact = Menghubungi
card-things-packed = Dibawa
decision-post = Jabatan yang melaksanakan
decision-lead = Setiap keputusan menjadi tugas satu jabatan dengan tenggat. Jangan menulis nama anak.
seats-lead = Jabatan dan orang yang ikut. Anak dan keluarga didengar, tetapi tidak ikut memutuskan. Terduga pelaku dan wali yang menjadi terduga pelaku tidak dapat ditambahkan.
seats-empty = Belum ada peserta.
seats-add = Tambah peserta
seats-member = Peserta
    .hint = Pilih dari daftar. Untuk orang yang tidak ada dalam daftar, kosongkan dan isi nama di bawah.
seats-posts = Jabatan
seats-people = Orang dalam kasus ini
seats-name = Nama orang lain
seats-organisation = Lembaga asal
seats-voice = Suara dalam keputusan
seats-heard = Hanya didengar, tidak ikut memutuskan
seats-present = Hadir
seats-absent = Tidak hadir
seats-unnoted = kehadiran belum dicatat
seats-deciding = ikut memutuskan
seats-listened = didengar
seats-conflict = benturan kepentingan
seats-conflict-box = Ada benturan kepentingan
seats-note = Penjelasan
    .hint = Wajib diisi jika ada benturan kepentingan.
seats-hidden = Tidak ditampilkan untuk Anda
seats-quorum = Kuorum terpenuhi.
seats-no-quorum = Kuorum belum terpenuhi: penetapan kepentingan terbaik anak memerlukan tiga orang yang hadir dan ikut memutuskan, konferensi lain dua orang.
places = Ketersediaan tempat
places-lead = Rumah aman dan layanan lain yang memiliki tempat. Alamat tidak dicatat di sini.
places-empty = Belum ada layanan bertempat.
places-empty-next = Tambahkan rumah aman atau layanan lain beserta jumlah tempatnya.
places-girls = Anak perempuan
places-boys = Anak laki-laki
places-any = Semua anak
places-age = { $from }–{ $to } tahun
places-counts = { $taken } dari { $places } terisi
places-waiting = { $n ->
   *[other] { $n } anak menunggu
}
places-free = { $n ->
    [0] penuh
   *[other] { $n } tempat kosong
}
places-changed = diperbarui
places-new-lead = Satu baris untuk satu kelompok anak. Jangan menulis alamat.
places-name = Nama layanan
    .hint = Nama lembaga, bukan nama orang.
places-service-type = Jenis layanan
places-region = Kabupaten/kota
places-sex = Untuk
places-age-from = Usia dari
places-age-to = Usia sampai
places-places = Jumlah tempat
place = Tempat di rumah aman atau layanan
place-lead = Yang cocok dengan usia dan jenis kelamin anak ada di atas. Jika penuh, anak masuk daftar tunggu: anak yang memerlukan perlindungan segera didahulukan, lalu sesuai urutan.
place-take = Ambil tempat
place-wait = Masuk daftar tunggu
place-waiting = Menunggu tempat di { $place }, urutan { $position }.
place-taken = Sudah mendapat tempat di { $place }.
place-not-fit = tidak sesuai usia atau jenis kelamin
legal-board = Papan proses hukum
legal-board-lead = Semua proses hukum yang berjalan, menurut tahap dan wilayah, tanpa nama anak. Yang paling lama tidak bergerak ada di atas.
board-unconfirmed = Batas hari per tahap dipakai untuk perhatian kita sendiri; belum dikonfirmasi ahli hukum.
board-gap = Kesenjangan perhatian
board-gap-lead = Median hari pada setiap tahap: kasus yang tidak diberitakan dibandingkan dengan kasus yang diberitakan.
board-gap-none = Belum ada data: catat pemberitaan media pada kasus.
board-quiet = Tidak diberitakan
board-public = Diberitakan
board-median = { $days } (n = { $n })
board-no-data = tidak ada data
board-waits-longer = menunggu lebih lama
board-steps = Langkah per kasus per bulan
board-regions = Menurut provinsi
board-region = Wilayah
board-no-region = Wilayah tidak diketahui
board-open = Berjalan
board-stalled = Tidak bergerak
board-withdrawn = Pengaduan dicabut
board-withdrawn-one = pengaduan dicabut
board-oldest = Terlama
board-stage = Tahap
board-all = Semua
board-filter = Saring
board-show = Tampilkan
board-tracks = { $n ->
    [0] Tidak ada proses hukum
   *[other] { $n } proses hukum berjalan
}
board-days = { $n ->
   *[other] { $n } hari
}
board-limit = { $n ->
   *[other] batas { $n } hari
}
board-attention = Pemberitaan
board-attention-unknown = belum dicatat
board-next = agenda
board-out-of-sight = luput dari perhatian
board-empty = Tidak ada proses hukum yang berjalan di sini.
board-more = Hanya 200 pertama yang ditampilkan. Saring menurut wilayah atau tahap.
refused-closure-incomplete = Kasus belum dapat ditutup. Lihat bagian Penutupan kasus di halaman kasus: selesaikan yang belum, misalnya menawarkan umpan balik atau mengakhiri rencana keselamatan.
refused-decision-needs-conference = Keputusan ditambahkan dari halaman konferensinya. Buka konferensi, lalu pilih Tambah keputusan.
refused-nobody-seated = Belum ada peserta. Tambahkan peserta konferensi lebih dahulu.
refused-attendance-missing = Kehadiran semua peserta belum dicatat. Catat di halaman Peserta dan kehadiran.
refused-attendance-noted = Kehadirannya sudah dicatat, jadi peserta ini tidak dapat dikeluarkan dari daftar. Catat sebagai tidak hadir jika keliru.
refused-no-quorum = Kuorum belum terpenuhi, sehingga belum dapat diputuskan atau disahkan. Lihat halaman Peserta dan kehadiran.
refused-conference-suspect = Orang ini tercatat sebagai terduga pelaku dan tidak boleh ikut atau hadir. Keluarkan dari daftar peserta, atau catat sebagai tidak hadir.
refused-conference-guardian = Wali atau pengasuh anak ini menjadi terduga pelaku, sehingga tidak boleh ikut. Mintalah pendamping lain.
refused-conference-relative = Pemegang jabatan ini mempunyai hubungan keluarga dengan anak atau terduga pelaku. Mintalah jabatan lain.
refused-conference-on-record = Orang dengan nama ini tercatat dalam kasus. Pilih dari daftar orang dalam kasus, bukan dengan mengetik nama.
refused-conference-interest = Jabatan ini mempunyai benturan kepentingan dalam konferensi ini. Pilih jabatan lain.
refused-seated-already = Peserta ini sudah ada dalam daftar.
refused-takes-no-part = Orang ini tidak tercatat dalam kasus. Tambahkan dahulu di halaman kasus, atau isi namanya.
denied-conflict-of-interest = Anda tercatat mempunyai benturan kepentingan dalam konferensi ini, sehingga isinya tidak ditampilkan. Hubungi supervisor jika keliru.
refused-fund-covers-restitution = Dana Bantuan Korban hanya menutup restitusi, bukan kompensasi. Periksa jenis permohonannya.
refused-verification-differs = Hasil verifikasi tidak sesuai dengan langkah ini. Pilih langkah yang sesuai, atau perbaiki hasilnya.
refused-place-not-your-turn = Anak lain lebih dahulu dalam daftar tunggu. Anda akan diberi tahu ketika gilirannya tiba.
refused-place-full = Tempat ini penuh. Pilih tempat lain, atau tunggu dalam daftar.
refused-place-already = Layanan ini sudah memiliki atau menunggu tempat. Lepaskan dahulu untuk memilih yang lain.
refused-no-place = Layanan ini tidak memiliki tempat yang dapat dilepaskan.
refused-place-not-for-child = Tempat ini tidak sesuai dengan usia atau jenis kelamin anak. Pilih tempat lain, atau periksa data anak.
refused-places-taken = Jumlah tempat tidak boleh kurang dari yang sedang terisi. Lepaskan tempat lebih dahulu.
board-basis = Dasar batas waktu
board-basis-lead = Batas di bawah dipakai untuk perhatian kita sendiri dan bukan tenggat hukum. Yang bertanda belum diperiksa ahli hukum: jangan dijadikan dasar sendirian.
board-laws = Peraturan yang disebut program ini
board-needs-review = Perlu telaah hukum
