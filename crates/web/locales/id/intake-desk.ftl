# Meja penerimaan laporan: telepon dan kunjungan, papan telaah, batas waktu, jadwal piket, surat, hak subjek data.

calls = Telepon
call-ways = Cara laporan disampaikan
call-way-phone = Telepon
call-way-walk-in = Datang langsung
call-way-outreach = Penjangkauan
call-way-agency = Lembaga
call-way-child = Anak bercerita
call-caller = Nomor penelepon
    .hint = Hanya untuk mengenali penelepon berulang. Nomor ini tidak disimpan dan terlupakan dalam tujuh hari.
call-check = Periksa
call-quick = Catat cepat:
call-before = { $n ->
    [0] Nomor ini belum pernah menelepon dalam tujuh hari terakhir.
   *[other] Nomor ini sudah { $n } kali menelepon dalam tujuh hari terakhir.
}
call-before-silent = { $n ->
   *[other] { $n } panggilan tanpa suara. Mungkin ada anak yang belum bisa berbicara: beri waktu, tetap tenang, dan jangan langsung menutup telepon.
}
call-about = Pelapor
    .hint = Identitas pelapor disegel begitu disimpan. Anda pun tidak melihatnya lagi tanpa izin penanggung jawab identitas.
call-receipt = Beri pelapor nomor tanda terima, supaya ia dapat melihat jawaban tanpa menelepon
call-receipt-read = Bacakan pelan-pelan dan minta pelapor mengulanginya. Nomor ini hanya ditampilkan sekali.
call-save = Simpan laporan
call-keys = Tab untuk pindah isian, Ctrl+Enter untuk menyimpan.
call-next = Catat berikutnya
call-child = Anak sedang bercerita
call-child-open = Sebut nama Anda, lalu tanyakan: “Kamu ingin dipanggil apa? Kamu boleh berhenti kapan saja.”
call-child-pace = Biarkan anak bercerita dengan kata-katanya. Jangan menyela, jangan mengarahkan, dan jangan menanyakan hal yang sama dua kali.
call-child-promise = Jangan berjanji merahasiakan semuanya. Katakan dengan jujur siapa yang perlu tahu supaya ia aman.
call-child-safe = Tanyakan apakah ia aman sekarang dan apakah ada orang di dekatnya yang tidak boleh mendengar.
call-child-end = Sebelum selesai, sepakati cara yang aman untuk berbicara lagi dan ucapkan terima kasih karena ia berani bercerita.
call-child-narrative = Cerita anak, dengan kata-katanya sendiri
    .hint = Jangan merapikan atau menyimpulkan. Tulis juga diam, tangis, atau kata yang diulang.
call-child-imminent-danger = Apakah ia merasa aman sekarang?
    .hint = “Ya” di sini berarti anak dalam bahaya: tetap bersamanya di telepon dan minta rekan menghubungi bantuan.
call-child-children = Panggilan, umur, dan kelasnya
    .hint = Hanya yang ia mau sampaikan.
call-child-places = Di mana ia sekarang
    .hint = Boleh patokan: dekat sekolah, di rumah siapa.
call-child-reporter-contact = Cara aman berbicara lagi
    .hint = Tanyakan kapan dan lewat apa, dan siapa yang tidak boleh tahu.

board = Papan telaah
board-lead = Laporan yang menunggu keputusan; yang paling mendesak dan paling lama menunggu di atas.
board-danger = Anak dalam bahaya
board-danger-unknown = Bahaya belum diketahui
board-alike = Mungkin laporan yang sama:
board-merged = Termasuk laporan { $codes }
triage-to-case = Untuk membuka kasus, atau menggabungkan laporan ke kasus yang ada, kembali ke laporan dan pilih Buka atau gabungkan ke kasus.
board-empty-received = Tidak ada laporan baru. Laporan yang masuk muncul di sini.
board-empty-acknowledged = Tidak ada laporan yang sedang ditelaah.
board-empty-triaged = Tidak ada laporan yang menunggu ditutup.
same-title = Laporan yang sama?
same-lead = Bandingkan keduanya. Jika menceritakan kejadian dan anak yang sama, gabungkan; penggabungan dapat dibatalkan.
same-reason = Mengapa keduanya laporan yang sama?
    .hint = Tercatat dalam riwayat. Jangan menulis nama anak.
same-kept = Laporan yang tidak dipilih ditutup sebagai laporan ganda. Cerita, pesan, dan nomor tanda terimanya tetap ada.
same-keep = Lanjutkan dengan { $code }
same-different = Bukan laporan yang sama
same-undo-lead = Laporan ini kembali berdiri sendiri dengan statusnya semula. Batas waktunya tetap dihitung sejak diterima.
same-undo-reason = Mengapa keduanya berbeda?
report-merged-into = Laporan ini digabungkan ke laporan
report-merged-here = Laporan yang digabungkan ke sini:

reporter = Identitas pelapor
reporter-card = Disegel. Hanya dibuka dengan alasan, dengan izin penanggung jawab identitas, dan untuk sementara.
reporter-go = Buka halaman identitas
reporter-sealed = Identitas pelapor disegel. Untuk membukanya, ajukan permintaan dengan alasan. Penanggung jawab identitas menjawabnya, dan setiap pembukaan tercatat.
reporter-until = Terbuka hanya untuk Anda sampai { $when }. Jangan menyalinnya ke tempat lain.

clocks = Batas waktu
clock-acknowledge = Ditanggapi
clock-assign = Diserahkan kepada penanggung jawab
clock-first-contact = Bertemu anak pertama kali
clock-mandatory-report = Wajib lapor kepada pihak berwenang
clock-subject-answer = Permintaan subjek data dijawab
clock-breach-notice = Pemberitahuan kegagalan pelindungan data
clock-met = Terpenuhi
clock-met-late = Terpenuhi terlambat
clock-missed = Terlewat
clock-void = Tidak berlaku
clock-legal = ditetapkan undang-undang
clock-unconfirmed = belum dipastikan ahli hukum
clock-note = Kapan dan kepada siapa?
    .hint = Misalnya unit yang menerima laporan dan nomornya. Jangan menulis nama anak.
clock-lead = Waktu dicatat sekarang. Batas waktunya sendiri tidak berubah, juga jika sudah terlewat.
clock-minutes = { $n ->
   *[other] { $n } menit
}
clock-hours = { $n ->
   *[other] { $n } jam
}
clock-urgent = { $usual }; { $urgent } jika anak dalam bahaya
clock-set-minutes = Menit
clock-set-urgent = Menit jika anak dalam bahaya

roster = Piket
roster-lead = Siapa bertugas dalam dua minggu ke depan. Halaman lapor umum menyebut jam ini dengan jujur, dan laporan masuk kepada yang bertugas.
roster-now = Bertugas sekarang
roster-nobody-now = Tidak ada yang bertugas sekarang
roster-needed = Harus terisi
roster-gaps = Belum ada yang bertugas:
roster-none = Belum ada giliran.
roster-lines-nothing = Belum ada nomor. Halaman umum mengatakannya apa adanya.
roster-empty = Belum ada giliran. Tambahkan giliran di atas; sampai itu ada, laporan masuk ke jabatan penerima tetap.
roster-shifts = Lihat giliran dua minggu ini
roster-unheld = jabatan kosong
roster-every-day = Setiap hari
roster-duty = Tugas piket
roster-post = Jabatan yang bertugas
roster-stand-in = Pengganti
roster-first-day = Mulai tanggal
roster-weeks = Selama berapa minggu
roster-days = Hari
roster-from = Dari pukul
roster-to = Sampai pukul
roster-time = Jam
    .hint = Waktu Indonesia Barat, misalnya 08:00. Jika tidak lebih dari jam mulai, giliran berakhir esok harinya.
roster-plan-text = Giliran yang sama pada hari-hari terpilih. Yang sudah ada tidak digandakan.
roster-hours-text = Jam yang tidak terisi diberitahukan kepada jabatan atasan sebelum dimulai.
roster-line-text = Tulis hanya nomor yang sudah Anda pastikan sendiri: benar, aktif, dan dijawab.
roster-clock-text = Berlaku bagi laporan yang diterima mulai sekarang. Batas waktu dari undang-undang tidak dapat diubah di sini.
roster-lines = Nomor darurat di halaman umum
    .hint = Nomor yang lama tidak dipastikan diberi peringatan, lalu disembunyikan setelah satu tahun.
roster-lines-none = Belum ada nomor. Halaman umum mengatakannya apa adanya. Tambahkan nomor yang sudah dipastikan di atas.
roster-line-stale = pastikan lagi
roster-line-hidden = disembunyikan
roster-label-id = Nama layanan dalam bahasa Indonesia
roster-label-en = Nama layanan dalam bahasa Inggris
roster-number = Nomor
roster-assured-by = Dipastikan oleh
roster-assured-on = Dipastikan pada

letter = Tulis surat
letter-lead = Pilih jenisnya, lengkapi bagian yang bertanda titik-titik, lalu simpan sebagai konsep. Nomor diberikan saat surat diterbitkan.
letter-save = Simpan konsep
letter-subject-referral-letter = Permohonan layanan
letter-subject-police-report = Penyampaian dugaan tindak pidana terhadap anak
letter-subject-case-summary = Ringkasan penanganan kasus
letter-subject-cover-letter = Pengantar
letter-subject-statement = Keterangan pendampingan
letter-body-referral-letter =
    Dengan hormat,

    Bersama surat ini kami merujuk anak berikut untuk memperoleh layanan dari lembaga Saudara:

    Nomor kasus: { $code }
    Nama: { $name }
    Tahun lahir: { $year }
    Jenis kelamin: { $sex }
    Wilayah: { $region }

    Layanan yang dimohon: …
    Alasan rujukan: …

    Persetujuan anak dan walinya atas rujukan ini tercatat pada kami. Mohon kabar penerimaan dalam waktu tiga hari, dan hasil layanan setelah selesai.

    Atas perhatian dan kerja sama Saudara kami ucapkan terima kasih.
letter-body-police-report =
    Dengan hormat,

    Kami menyampaikan dugaan tindak pidana terhadap anak untuk ditindaklanjuti:

    Nomor kasus pada kami: { $code }
    Nama anak: { $name }
    Tahun lahir: { $year }
    Jenis kelamin: { $sex }
    Wilayah: { $region }
    Permasalahan: { $concerns }

    Uraian singkat:
    { $told }

    Kami mohon anak didampingi selama pemeriksaan dan identitasnya dirahasiakan sesuai peraturan perundang-undangan. Pendamping dari kami: …

    Mohon nomor laporan dan nama penyidik disampaikan kepada kami.
letter-body-case-summary =
    Nomor kasus: { $code }
    Terdaftar: { $registered }
    Nama anak: { $name }
    Tahun lahir: { $year }
    Jenis kelamin: { $sex }
    Wilayah: { $region }
    Permasalahan: { $concerns }
    Tingkat risiko: { $risk }

    Keadaan:
    { $told }

    Yang sudah dilakukan: …

    Rencana: …
letter-body-cover-letter =
    Dengan hormat,

    Bersama ini kami sampaikan dokumen mengenai kasus nomor { $code }:

    1. …

    Mohon diterima dan digunakan hanya untuk keperluan penanganan kasus.
letter-body-statement =
    Yang bertanda tangan di bawah ini menerangkan bahwa:

    Nama: { $name }
    Tahun lahir: { $year }

    tercatat dalam pendampingan kami dengan nomor { $code } sejak { $registered }.

    Surat keterangan ini dibuat untuk keperluan …
print-number = Nomor
print-secrecy = Sifat
print-secret = Rahasia
print-to = Kepada Yth.
print-foot = Surat ini memuat data pribadi anak. Penerima wajib menjaga kerahasiaannya.
print-hint = Gunakan menu cetak peramban. Bagian di luar surat tidak ikut tercetak.
print-draft = Konsep: belum diterbitkan dan belum bernomor.
slip = Cetak tanda terima
slip-title = Tanda terima laporan
slip-text = Laporan ini telah kami terima dan akan ditelaah. Sebutkan nomor di atas jika menghubungi kami lagi. Isi laporan dan identitas pelapor kami rahasiakan.
slip-officer = Petugas penerima
slip-hint = Tanyakan dahulu apakah aman membawa kertas ini pulang.
incoming = Dokumen masuk
incoming-lead = Yang disimpan hanya teksnya, tersegel. Berkasnya dibaca di memori lalu dilupakan.
incoming-file = Berkas
    .hint = TXT, CSV, XLSX, DOCX, atau PDF berisi teks, paling besar 8 MB. Berkas yang memuat gambar, video, berkas tertanam, atau kata sandi ditolak seluruhnya.
incoming-read = Ambil teksnya
incoming-paper = Catat dokumen kertas tanpa berkas
incoming-empty = Tidak ada teks di berkas ini. Catat sebagai dokumen kertas, atau ketik isinya.
incoming-unfit = Teks berkas ini tidak dapat disimpan. Salin bagian yang diperlukan ke catatan dokumen.
incoming-subject = Dokumen masuk
incoming-subject-cut = Dokumen masuk (bagian awal)

request-lead = Siapa pun boleh meminta salinan, pembetulan, penghapusan data, atau menarik persetujuan. Jawabannya diberikan paling lambat 3 × 24 jam.
request-warning = Pastikan dahulu siapa pemohonnya. Salinan tidak diberikan kepada orang tua atau wali yang terduga pelaku, dan tidak dikirim lewat cara yang belum dipastikan aman.
request-person = Permintaan subjek data
copy-title = Salinan data pribadi
copy-text = Data berikut dicatat tentang Anda. Anda berhak meminta pembetulan atau penghapusannya.
copy-left-out = Data tentang orang lain, pelapor, terduga pelaku, dan catatan yang melindungi anak lain tidak termasuk dalam salinan ini.
copy-hint = Serahkan langsung atau melalui cara yang sudah dipastikan aman.
copy-section = Bagian
copy-field = Isian
copy-value = Isi
processing = Catatan pemrosesan
processing-lead = Catatan kegiatan pemrosesan data pribadi menurut UU Nomor 27 Tahun 2022, disusun dari pengaturan simpul ini sendiri.
processing-lists = Permintaan dan tinjauan
processing-people = Orang yang datanya dicatat
processing-purpose = Tujuan
    .text = Pelindungan anak dari eksploitasi: menerima laporan, menangani kasus, memberi layanan, dan mendampingi proses hukum.
processing-basis = Dasar
    .text = Kewajiban hukum dan kepentingan vital anak; persetujuan untuk berbagi di luar mandat, dicatat per penerima.
processing-security = Pengamanan
    .text = Data yang dapat menunjukkan orang disegel dengan kunci tersendiri bagi setiap orang. Setiap pembacaan tercatat dalam jurnal yang tidak dapat diubah. Tidak ada berkas, gambar, atau video yang disimpan.
processing-kept = Masa simpan
processing-months = { $n ->
   *[other] { $n } bulan setelah ditutup, lalu ditinjau; tidak ada yang terhapus dengan sendirinya
}
processing-kind = Jenis catatan
processing-groups = Kelompok data
processing-sealed = Isian tersegel
processing-roles = Yang boleh membuka
print = Cetak
call-then = Rincian lain, jika sempat
roster-empty-other = Belum ada giliran. Tambahkan giliran di atas jika tugas ini dijalankan.
