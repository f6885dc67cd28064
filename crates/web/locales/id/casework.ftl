# Halaman penanganan kasus: pencarian orang, pembukaan kasus, kasus, laporan, orang, penugasan, akses darurat.

search-people = Cari orang
    .done = Orang dicari
view-person = Lihat orang
    .done = Data orang dilihat
edit-person = Ubah data orang
    .done = Data orang diubah
erase-person = Hapus permanen data orang
    .done = Data orang dihapus permanen
merge-people = Gabungkan dua catatan
    .done = Dua catatan digabungkan
unmerge-people = Batalkan penggabungan
    .done = Penggabungan dibatalkan
join-report = Gabungkan laporan ke kasus
    .done = Laporan digabungkan ke kasus
assign-report = Tugaskan ke jabatan lain
    .done = Ditawarkan; berpindah setelah diterima
assign-case = Tugaskan ke jabatan lain
    .done = Ditawarkan; berpindah setelah diterima
break-glass = Akses darurat
    .done = Dibuka melalui akses darurat
answer-reporter = Kirim jawaban
    .done = Jawaban disimpan untuk pelapor
view-thread = Baca percakapan
    .done = Percakapan dibaca

people = Cari orang
people-lead = Cari anak lebih dahulu sebelum membuka kasus, agar satu anak tidak dicatat dua kali.
people-for-report = Cari anak yang dimaksud dalam laporan
people-for-merge = Cari catatan lain untuk orang yang sama
people-back-report = Kembali ke laporan
people-free = Nama, tahun lahir, NIK, atau nomor telepon
    .hint = Ejaan tidak perlu tepat. Contoh: siti 2012
people-more = Isi lebih rinci
    .hint = Isi yang diketahui saja. Makin banyak yang diisi, makin tepat hasilnya.
people-search = Cari
people-ask-something = Tulis sekurang-kurangnya satu nama, tahun lahir, atau nomor.
people-found = { $n ->
    [0] Tidak ada yang cocok
   *[other] { $n } orang mungkin cocok
}
people-loading = Data orang masih dimuat ({ $done } dari { $total }). Hasil pencarian mungkin belum lengkap; ulangi beberapa menit lagi sebelum mencatat anak baru.
people-very-alike = Sangat mirip
people-alike = Mirip
people-maybe = Mungkin
people-grounds = Alasan kecocokan
people-no-name = Nama tidak ditampilkan
people-merged = Catatan ini sudah digabungkan dengan catatan lain.
people-merged-open = Buka catatan yang dipakai
people-known = Lembaga Anda kemungkinan sudah mengenal anak ini: kasus { $code } ({ $state }). Tanyakan kepada { $post } sebelum membuka kasus baru.
people-join = Gabungkan laporan ke kasus ini
people-open = Buka data orang
people-open-case = Buka kasus untuk anak ini
people-not-here = Tidak ada dalam daftar ini?
people-not-here-hint = Periksa dahulu semua hasil di atas. Yang sudah Anda tulis akan terisi di formulir berikutnya.
people-none = Belum ada anak seperti ini dalam catatan yang boleh Anda lihat. Yang sudah Anda tulis akan terisi di formulir berikutnya.
people-new-child = Anak baru: lanjutkan
people-nobody = Tidak ada orang yang cocok.
people-nobody-next = Periksa ejaan, atau cari dengan tahun lahir atau nomor telepon.

ground-name-exact = nama sama
ground-name-sound = bunyi nama sama
ground-name-typo = ejaan nama hampir sama
ground-name-partial = sebagian nama sama
ground-name-joined = nama sama, pemisahan kata berbeda
ground-name-alias = nama lain sama
ground-given-differs = nama depan berbeda
ground-nik-exact = NIK sama
ground-nik-one-digit = NIK berbeda satu angka
ground-nik-prefix = awal NIK sama
ground-nik-differs = NIK berbeda
ground-phone-exact = nomor telepon sama
ground-phone-prefix = awal nomor telepon sama
ground-birth-date-exact = tanggal lahir sama
ground-birth-date-swapped = tanggal dan bulan lahir tertukar
ground-birth-date-near = tanggal lahir berdekatan
ground-birth-year-same = tahun lahir sama
ground-birth-year-near = tahun lahir berdekatan
ground-birth-differs = tanggal lahir berbeda
ground-same-district = kecamatan sama
ground-same-regency = kabupaten/kota sama
ground-same-province = provinsi sama
ground-sex-agrees = jenis kelamin sama
ground-sex-differs = jenis kelamin berbeda

age-years = { $n ->
   *[other] { $n } tahun
}
age-estimated = perkiraan

new-case-search-again = Cari lagi
new-case-child = Anak
new-case-more = Isian lain tentang anak dan keluarga
new-case-case = Kasus
new-case-second = Anak ini memang memerlukan kasus kedua di samping kasus yang masih terbuka.
compare = Apakah ini anak yang sama?
compare-lead = Yang Anda tulis sangat mirip dengan anak yang sudah tercatat. Bandingkan, lalu pilih.
compare-typed = Yang Anda tulis
compare-known = Sudah tercatat
compare-same = Anak yang sama: pakai catatan ini
compare-other = Anak lain: lanjutkan
compare-other-hint = Pilihan Anda tercatat. Jika ragu, tanyakan dahulu kepada supervisor.

case-risk = Risiko { $level }
case-custodian = Penanggung jawab
case-guardian-suspect = Wali anak ini merupakan terduga pelaku. Jangan menghubungi atau mengirim apa pun kepada wali tersebut.
case-line = Perjalanan kasus
case-line-done = selesai
case-line-opened = Dibuka
case-line-contact = Kontak pertama
case-line-assessment = Asesmen
case-line-plan = Rencana
case-line-services = Layanan
case-line-closed = Ditutup
case-first-risk = tentukan tingkat risiko lebih dahulu
case-sections = Bagian halaman ini
case-child-family = Anak dan keluarga
case-about = Keadaan dan kekhawatiran
case-open-person = Buka data orang
case-open-report = Buka laporan asal
case-stage-days = { $n ->
   *[other] { $n } hari pada tahap ini
}
case-stalled = tidak bergerak
case-changed = Yang berubah
case-looked = Yang melihat
case-summary = Ringkasan kasus
case-summary-note = Rahasia. Simpan di tempat terkunci dan musnahkan setelah tidak diperlukan.

report-received = Diterima
report-danger = Anak mungkin dalam bahaya saat ini
report-danger-next = Pastikan keselamatan anak lebih dahulu: hubungi kepolisian atau layanan darurat setempat, lalu catat yang dilakukan.
report-danger-unknown = Belum diketahui apakah anak dalam bahaya saat ini. Tanyakan kepada pelapor jika memungkinkan.
report-to-case = Buka atau gabungkan ke kasus
    .hint = Cari anak lebih dahulu. Dari hasilnya, buka kasus baru atau gabungkan laporan ke kasus yang ada.
report-joined = Laporan ini mengarah ke sebuah kasus: buka kasusnya
report-quality = Kelengkapan untuk bertindak
    .hint = Membantu telaah; laporan yang kurang lengkap tetap ditindaklanjuti.
report-told = Yang diceritakan
quality-suspect = Petunjuk tentang terduga pelaku
quality-victim = Petunjuk tentang anak atau tempat
quality-time = Waktu kejadian
quality-imminence = Keterangan tentang bahaya saat ini
thread = Percakapan dengan pelapor
thread-empty = Belum ada pesan.
thread-reporter = Pelapor
thread-us = Lembaga
thread-read = dibaca { $when }
thread-answer = Jawaban untuk pelapor
    .hint = Tidak dikirim ke mana pun: pelapor membacanya ketika kembali dengan kode laporan. Jangan menulis nama anak.
thread-no-receipt = Pelapor tidak memiliki kode laporan, jadi tidak dapat membaca jawaban di sini.

person-erased = Data telah dihapus
person-erased-on = Data orang ini dihapus permanen pada { $when }. Yang tersisa hanya catatan bahwa hal itu dilakukan.
person-find-same = Cari catatan yang sama
person-matters = Kasus dan catatan
person-merges = Catatan yang digabungkan ke sini
person-merged-record = Buka catatan yang digabungkan
erase-person-hint = Hanya atas permintaan yang sah. Tidak dapat dibatalkan.
merge-kept = Catatan mana yang dipakai selanjutnya?
    .hint = Catatan lain tetap tersimpan dan menunjuk ke catatan ini.
merge-lead = Kedua catatan tetap ada dan penggabungan dapat dibatalkan. Bandingkan dengan teliti sebelum melanjutkan.
merge-reason = Mengapa Anda yakin?
unmerge-lead = Kedua catatan akan kembali menjadi dua orang yang berbeda. Tuliskan alasannya.
erase-lead = Penghapusan ini untuk selamanya. Tidak ada yang dapat mengembalikannya, juga administrator.
erase-lost = Hilang: nama, nomor, alamat, hari lahir, cerita, dan semua isi rahasia kasusnya, termasuk hasil asesmen dan layanan.
erase-kept = Tetap ada: tahun lahir, jenis kelamin, kabupaten/kota, tanggal tindakan, dan bukti bahwa penghapusan dilakukan.
erase-backup = Salinan cadangan baru benar-benar bersih setelah cadangan terakhir kedaluwarsa.
erase-reason = Dasar penghapusan
erase-reason-subject-request = Permintaan orang yang bersangkutan atau wakilnya
erase-reason-legal-order = Perintah pengadilan atau lembaga pengawas
erase-reason-retention-ended = Masa simpan berakhir
erase-reason-entered-in-error = Dicatat karena kekeliruan
erase-number = Untuk memastikan, ketik nomor ini: { $number }
erase-number-wrong = Nomor tidak sama. Ketik tepat seperti tertulis.

assign-lead = Sekarang dipegang { $post }. Berpindah dengan semua bagiannya setelah jabatan yang dipilih menerima; jika tidak dijawab dalam tiga hari, atasan diberi tahu.
assign-post = Jabatan yang menerima
assign-open = { $n ->
   *[other] { $n } catatan terbuka
}
assign-reason = Alasan
    .hint = Terbaca dalam riwayat. Jangan menulis nama anak.
break-glass-lead = Catatan ini dibuka untuk dibaca selama 3 jam, hanya bagi jabatan Anda.
break-glass-seen = Tindakan ini terlihat: penanggung jawab dan pemimpin perlindungan anak akan mengetahui siapa membuka, kapan, dan alasannya.
break-glass-until = Akses darurat sampai { $when }, hanya untuk dibaca. Setiap halaman yang Anda buka dicatat.
break-glass-reason = Mengapa harus dibuka sekarang?
    .hint = Sekurang-kurangnya sepuluh huruf. Sebutkan keadaan daruratnya.
break-glass-emergency = Keadaan darurat?
break-glass-emergency-hint = Jika keselamatan anak bergantung pada catatan ini dan tidak ada yang dapat dihubungi, Anda dapat membukanya selama 3 jam. Alasannya dicatat dan diperiksa.
casework-too-long = Teks ini terlalu panjang. Persingkat.

refused-already-in-scope = Catatan ini sudah boleh Anda buka; akses darurat tidak diperlukan. Buka seperti biasa.
refused-already-there = Jabatan ini sudah memegangnya. Pilih jabatan lain.
refused-case-elsewhere = Kasus itu milik lembaga lain. Gunakan rujukan, bukan penggabungan.
refused-case-is-open = Anak ini masih memiliki kasus terbuka. Gunakan kasus itu, atau centang di bawah jika kasus kedua memang diperlukan.
refused-close-cases-first = Orang ini masih memiliki kasus atau pekerjaan terbuka. Tutup semuanya, lalu ulangi penghapusan.
refused-likely-duplicate = Anak ini kemungkinan sudah tercatat. Bandingkan dengan catatan yang ada sebelum membuka kasus baru.
refused-merged-people-first = Ada catatan lain yang digabungkan ke orang ini. Batalkan penggabungannya atau hapus catatan itu lebih dahulu.
refused-no-living-holder = Jabatan ini sedang kosong. Pilih jabatan yang ada pemegangnya, atau mintalah administrator mengisinya.
refused-no-receipt = Pelapor tidak memiliki kode laporan, jadi jawaban tidak akan terbaca. Hubungi melalui saluran aman yang disebutnya, jika ada.
refused-person-elsewhere = Orang ini dicatat oleh lembaga lain. Mintalah rujukan, atau catat dengan pencarian baru.
refused-person-erased = Data orang ini telah dihapus permanen dan tidak dapat dipakai lagi. Cari kembali untuk memulai catatan baru.
refused-person-merged = Catatan ini sudah digabungkan dengan catatan lain. Buka catatan yang dipakai dan lanjutkan dari sana.
refused-report-elsewhere = Laporan itu milik lembaga lain. Buka kasus tanpa laporan, atau mintalah rujukan.
refused-same-person = Keduanya catatan yang sama. Cari catatan lain untuk digabungkan.
refused-search-first = Anak harus dicari lebih dahulu, dan pencarian berlaku satu jam. Cari lagi, lalu lanjutkan dari hasilnya.
