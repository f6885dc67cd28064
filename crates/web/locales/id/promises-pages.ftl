# Halaman janji: depan, keterkaitan, impor peta jalan, dan yang dibaca umum.
nav-network = Jejaring
view-promises = Janji dan komitmen
    .done = Janji dan komitmen dilihat
view-ties = Asal, kelanjutan dan penerbitan
    .done = Keterkaitan dilihat
tie-entries = Kaitkan
    .done = Keduanya dikaitkan
untie-entries = Lepaskan kaitan
    .done = Kaitan dilepaskan
publish-entry = Terbitkan untuk umum
    .done = Entri terbit untuk umum
withdraw-entry = Tarik dari umum
    .done = Entri ditarik dari umum
comment-commitment = Beri tanggapan
    .done = Tanggapan disampaikan
import-roadmap = Impor matriks peta jalan
    .done = Matriks peta jalan diimpor
promises-open = { $n ->
    [0] Tidak ada komitmen terbuka
   *[other] { $n } komitmen terbuka
}
promises-overdue = { $n } lewat target
promises-quiet = { $n } tidak bergerak 90 hari atau lebih
promises-days = { $n ->
    [0] bergerak hari ini
   *[other] { $n } hari tanpa gerak
}
promises-unreviewed = { $n } komitmen belum ditelaah dan belum boleh terbit.
promises-review = Telaah sekarang
promises-unheld = Tanpa pejabat yang bertanggung jawab
    .lead = Jabatannya kosong. Tunjuk pejabat, atau serahkan kepada jabatan lain; tenggat tidak bergeser.
promises-all-held = Setiap komitmen ada pejabat yang menjawabnya.
promises-late = Lewat target
    .lead = Target dapat diubah hanya secara terbuka; target pertama tetap terlihat.
promises-still = Tidak bergerak
    .lead = Tidak ada langkah, tonggak atau laporan selama 90 hari.
promises-ahead = Berjalan
    .lead = Diurutkan menurut target terdekat.
promises-post = Jabatan
promises-empty = Belum ada komitmen.
    .next = Catat komitmen pertama, atau impor matriks peta jalan.
promises-movement = Hari tanpa gerak
    .lead = Nilai tengah hari sejak gerak terakhir. Yang sunyi seharusnya bergerak secepat yang ramai diberitakan.
promises-by-attention = Menurut perhatian publik
promises-attention = Perhatian publik
promises-by-region = Menurut wilayah
promises-region = Wilayah
promises-by-form = Menurut bentuk eksploitasi
promises-form = Bentuk eksploitasi
promises-by-agency = Menurut lembaga
promises-agency = Lembaga
promises-none = Tidak disebutkan
promises-col-open = Terbuka
promises-col-late = Lewat target
promises-col-median = Nilai tengah
ties-from = Berasal dari
    .empty = Belum dikaitkan dengan asal mana pun.
ties-to = Berlanjut ke
    .empty = Belum dikaitkan. Tulis nomor tujuan di bawah.
ties-cluster = Rekomendasi yang senada
    .empty = Tidak ada pengulangan yang dicatat.
ties-practice = Praktik yang mungkin membantu
    .empty = Belum ada catatan praktik tentang bentuk atau wilayah ini.
ties-may-lead = Dapat berlanjut ke:
ties-number = Nomor tujuan
    .hint = Misalnya KM-26-XXXXXXX-X, seperti tertulis pada halamannya.
ties-public = Yang dibaca umum
ties-is-out = Entri ini terbit untuk umum.
ties-see-public = Lihat halaman umum
ties-not-out = Entri ini belum terbit. Yang menerbitkan harus orang lain daripada yang mencatat.
ties-changed-since = Isinya berubah sejak terbit. Umum masih membaca naskah lama.
ties-put-out-anew = Terbitkan naskah terbaru
ties-withdraw-reason = Alasan penarikan
comment-lead = Tanggapan dibaca pemegang komitmen. Setelah dijawab, tanggapan dan jawabannya terbit bersama.
roadmap-lead = Kolom: fokus strategi, intervensi kunci, keluaran, target waktu, K/L penanggung jawab, K/L terkait. Setiap baris menjadi komitmen yang belum ditelaah; tidak ada yang terbit sebelum ditelaah.
roadmap-file = Berkas matriks
    .hint = XLSX atau CSV. Berkas tidak disimpan.
roadmap-take = Masukkan, jangan hanya periksa
roadmap-send = Kirim
roadmap-looked = Hasil pemeriksaan
roadmap-kept = Matriks dimasukkan
roadmap-would-create = { $n } baris akan menjadi komitmen
roadmap-created = { $n } baris menjadi komitmen
roadmap-unchanged = { $n } baris sudah ada
roadmap-nothing-kept = Tidak ada yang dimasukkan. Perbaiki sel berikut, lalu kirim lagi.
roadmap-may-take = Semua baris terbaca. Kirim lagi dengan tanda “Masukkan”.
roadmap-row = Baris { $row }
roadmap-cell = Baris { $row }, kolom { $column }
roadmap-problem-missing = Sel ini kosong. Isi, atau tulis di baris pertama kelompoknya.
roadmap-problem-not-a-time = Bukan waktu. Tulis tahun (2027), rentang (2025-2029) atau tanggal (2027-12-31).
roadmap-problem-backwards = Rentang berakhir sebelum mulai. Tukar kedua tahunnya.
roadmap-problem-picture = Sel ini memuat gambar. Hapus gambarnya; jejaring tidak menyimpan gambar.
roadmap-no-columns = Kolom berikut tidak ditemukan: { $columns }. Periksa baris judul tabel.
roadmap-too-long = Matriks lebih dari 5.000 baris. Bagi menjadi beberapa berkas.
tracker-title = Pelacak janji
tracker-lead = Apa yang dijanjikan lembaga untuk melindungi anak, sampai kapan, dan sejauh mana ditepati.
tracker-states = Menurut keadaan
tracker-empty = Belum ada komitmen yang terbit di sini.
tracker-own = Menurut pelaksana
tracker-independent = Menurut penilai independen
tracker-no-status = belum ada
tracker-two-views = Sejauh mana
tracker-answers = Menjawab rekomendasi
tracker-since = Disampaikan sejak { $year }
tracker-answered = Jawaban:
tracker-milestones = { $done } dari { $all } tercapai
tracker-put-out = Naskah terbit pada
tracker-caveat = Status menurut pelaksana adalah pernyataan lembaga itu sendiri; penilaian independen dilakukan pihak lain.

# Mengapa belum dapat dilakukan.
refused-own-entry = Entri ini Anda catat atau ubah sendiri. Minta rekan lain menelaah atau menerbitkannya.
refused-not-reviewed = Entri ini belum ditelaah. Minta rekan menelaahnya dahulu.
refused-not-put-out = Entri ini tidak sedang terbit.
refused-target-is-promised = Target sudah dijanjikan. Ubah secara terbuka dengan langkah “Ubah target”, beserta alasannya.
refused-weights-not-whole = Jumlah bobot tonggak bukan 100. Buka setiap tonggak, sesuaikan bobotnya sampai berjumlah 100, atau kosongkan semuanya.
refused-milestones-open = Masih ada tonggak yang belum selesai. Nyatakan tercapai, terlewat atau dibatalkan dahulu.
refused-no-independent-review = Belum ada penilaian independen yang menyatakan tuntas. Minta penilai di luar lembaga mencatatnya.
refused-consultations-open = Masih ada lembaga yang belum menjawab. Jawab masukannya, atau catat bahwa tidak menjawab.
refused-does-not-lead-there = Kedua jenis catatan ini tidak dapat dikaitkan dengan arah ini.
told-commitment-commented = Masyarakat sipil menanggapi sebuah komitmen

# Instrumen dan kesenjangan.
view-instruments = Konvensi dan instrumen
    .done = Konvensi dan instrumen dilihat
confirm-state-acts = Nyatakan sudah dicocokkan
    .done = Fakta dinyatakan sudah dicocokkan
view-gaps = Matriks kesenjangan
    .done = Matriks kesenjangan dilihat
instruments-lead = Kedudukan negara dihitung dari tindakan bertanggal, tidak pernah diketik.
instruments-public-lead = Hanya yang sudah dicocokkan dengan catatan penyimpan. Kedudukan dihitung dari tindakan bertanggal.
instruments-choose = Instrumen
instruments-asean = Anggota ASEAN
instruments-world = Seluruh dunia
instruments-all-states = Lihat semua negara
instruments-overview = Semua instrumen
instruments-since = Sejak
instruments-note = Catatan
instruments-empty = Belum ada kedudukan negara yang ditelaah untuk instrumen ini.
instruments-not-known = Belum diketahui
instruments-bound = { $n } dari { $all } terikat
instruments-unreviewed = belum ditelaah
instruments-reservations = { $n } reservasi
instruments-adopted = Disahkan tahun
instruments-monitoring = Badan pemantau
instruments-report = Laporan negara setiap
instruments-years = { $n } tahun
instruments-domestic = Peraturan di Indonesia
instruments-not-by-lawyer = belum diperiksa ahli hukum
instruments-articles = Pasal yang dipantau
instruments-confirm-lead = Cocokkan dengan catatan penyimpan perjanjian, lalu tulis sumbernya. Setelah itu umum dapat membacanya.
instruments-confirm-which = Negara yang sudah dicocokkan
instruments-confirm-source = Dicocokkan dengan
    .hint = Halaman atau nomor pemberitahuan penyimpan, dan tanggal Anda melihatnya.
gaps-lead = Aturan, kesesuaian, pelaksanaan dan hasil dinilai terpisah; tidak dijumlahkan.
gaps-empty = Belum ada penilaian untuk negara ini.
    .next = Catat penilaian pertama untuk satu pasal.
gaps-leads = { $n ->
    [0] belum ada kelanjutan
   *[other] { $n } kelanjutan
}

# Direktori layanan.
directory-title = Direktori layanan
directory-lead = Layanan bagi anak dan keluarganya. Tempat yang dirahasiakan tidak tercantum di sini.
directory-age = Usia anak
directory-ages = { $from } sampai { $to } tahun
directory-total = { $n ->
    [0] Tidak ada layanan
   *[other] { $n } layanan
}
directory-empty = Belum ada layanan yang cocok.
directory-tell = Ceritakan kepada kami; kami carikan bantuan.
directory-nationwide = Seluruh Indonesia
directory-places = { $n } tempat kosong per { $day }
directory-stale = Belum dipastikan lagi
    .text = Keterangan ini belum dipastikan lagi. Hubungi dahulu sebelum datang.
directory-assured = Dipastikan benar pada
directory-front-gate = Tempat ini dirahasiakan. Hubungi titik kontaknya.
directory-map = Layanan per provinsi
directory-by-province = Daftar per provinsi
directory-data = Data terbuka:
told-listing-unsure = Entri direktori perlu dipastikan lagi
told-listing-hidden = Entri direktori disembunyikan karena tidak dipastikan

import-listings = Impor layanan (HSDS)
    .done = Layanan diimpor
listings-lead = Berkas JSON HSDS 3.0 atau paket tabelnya (ZIP). Layanan baru menjadi draf dan baru terbit setelah dipastikan. Yang sudah ada tidak ditimpa, kecuali Anda memilihnya.
listings-file = Berkas layanan
    .hint = JSON atau ZIP. Berkas dibaca dan tidak disimpan.
listings-take = Yang dilakukan
listings-take-look = Hanya periksa
listings-take-new = Masukkan layanan baru sebagai draf
listings-take-changed = Masukkan yang baru, dan ambil nilai yang berbeda dari berkas
listings-result = Hasil setiap layanan
listings-would-create = Akan menjadi draf
listings-created = Menjadi draf
listings-unchanged = Sama
listings-differs = Berbeda, tidak diubah
listings-changed = Diubah
listings-left-alone = Tidak dapat diubah
listings-refused = Tidak dapat dipakai
listings-empty = Berkas ini tidak memuat layanan. Pilih berkas HSDS dengan layanan di dalamnya.
listings-wrong = { $n ->
   *[other] Berkas ini bukan HSDS 3.0 yang benar: { $n } hal perlu diperbaiki. Tidak ada yang dimasukkan.
}
