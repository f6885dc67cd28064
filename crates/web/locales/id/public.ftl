# Laporan dari siapa saja: kata-kata sederhana, untuk anak maupun orang dewasa.

file-report = Kirim laporan
    .done = Laporan terkirim
open-receipt = Buka laporan dengan nomor tanda terima
    .done = Laporan dibuka dengan nomor tanda terima
write-as-reporter = Tulis pesan sebagai pelapor
    .done = Pesan pelapor terkirim

public-title = Formulir
public-leave = Keluar cepat
public-empty = Halaman
    .text = Halaman ini sedang disiapkan.
public-report = Ceritakan kepada kami
public-report-lead = Kamu atau anak lain disakiti, dipaksa, atau diperlakukan tidak baik? Ceritakan di sini. Kamu tidak perlu menyebut nama dan tidak perlu punya akun.
public-emergency = Ada bahaya sekarang?
    .text = Formulir ini tidak dibaca saat itu juga. Kalau ada anak dalam bahaya sekarang, telepon bantuan atau pergi ke orang dewasa yang kamu percaya, kantor polisi, atau rumah sakit terdekat.
public-emergency-none = Simpul ini belum memasang nomor darurat yang sudah dipastikan. Pergilah ke orang dewasa yang kamu percaya, kantor polisi, atau rumah sakit terdekat.
public-emergency-assured = Dipastikan benar pada
public-emergency-stale = Nomor ini sudah lama tidak diperiksa dan mungkin berubah.
public-reads-now = Sekarang ada petugas yang sedang bertugas.
public-reads-from = Saat ini tidak ada petugas. Petugas mulai membaca laporan lagi { $when }.
public-reads-within = Laporan biasanya ditanggapi dalam { $usual } jam; kalau ada anak dalam bahaya, dalam { $urgent } jam.
public-reads-unknown = Jadwal petugas belum dipasang, jadi kami tidak bisa memastikan kapan laporanmu dibaca. Kalau ada bahaya, jangan menunggu jawaban di sini.
public-have-receipt = Saya sudah punya nomor tanda terima
public-narrative = Apa yang terjadi?
    .hint = Tulis dengan kata-katamu sendiri. Sedikit pun sudah cukup.
public-imminent-danger = Apakah ada anak dalam bahaya sekarang?
    .hint = Kalau ya, laporan ini dibaca lebih dulu.
public-on-the-net = Kalau ini terjadi di internet
    .text = Boleh dikosongkan. Jangan buka lagi isinya, jangan simpan, jangan kirim gambarnya. Cukup tulis di mana kamu melihatnya; alamatnya hanya dilihat petugas yang berwenang.
public-platform = Di aplikasi atau situs apa?
public-account = Nama akun atau grupnya
public-address = Alamatnya
    .hint = Misalnya https://contoh.invalid/halaman. Jangan membukanya lagi untuk mencari alamatnya; kalau tidak tahu, kosongkan.
public-region = Di mana?
    .hint = Pilih provinsi, atau kabupaten/kota kalau kamu tahu.
public-incident-date = Kapan?
    .hint = Kalau tidak ingat harinya, kosongkan dan tulis kira-kira kapan dalam ceritamu.
public-children = Siapa anaknya?
    .hint = Yang kamu tahu saja: nama panggilan, kira-kira umur, sekolah, atau ciri-cirinya.
public-about-you = Tentang kamu, kalau kamu mau
    .text = Semua boleh dikosongkan. Tanpa nama pun laporanmu tetap dibaca, dan kamu tetap bisa melihat jawaban kami dengan nomor tanda terima.
public-reporter-name = Namamu
public-reporter-contact = Cara menghubungimu
    .hint = Misalnya nomor telepon. Isi hanya kalau aman.
public-reporter-safe-contact = Amankah kalau kami menghubungimu dengan cara itu?
    .hint = Pilih Tidak kalau orang lain bisa melihat pesan atau mengangkat teleponmu.
public-send = Kirim
public-pictures = Foto, video, dan berkas
    .text = Jangan kirim foto atau video ke sini: formulir ini menolaknya. Jangan menyebarkannya dan jangan membuat salinan. Simpan apa adanya, lalu bawa langsung ke unit perlindungan perempuan dan anak di kantor polisi, atau tanyakan caranya kepada petugas kami setelah laporanmu dibaca.
public-honest = Yang perlu kamu tahu
public-honest-kept = Kami tidak menyimpan alamat internet atau jenis perangkatmu, dan kami tidak memakai kuki di halaman ini.
public-honest-network = Pemilik Wi-Fi atau penyedia internetmu bisa melihat bahwa situs ini dibuka, tetapi tidak bisa membaca isi laporanmu.
public-honest-device = Orang yang memakai perangkat ini sesudahmu mungkin melihat alamat halaman ini di riwayat. Pakai mode penyamaran, atau hapus riwayat setelah selesai.
public-honest-words = Kalau ceritamu memuat hal yang hanya diketahui sedikit orang, orang lain mungkin menebak siapa kamu.
public-honest-exit = Tombol Keluar cepat, atau menekan Esc dua kali, membuka halaman lain dengan segera. Yang belum dikirim akan hilang.
public-wait = { $n ->
   *[other] Terlalu banyak kiriman sekaligus dari jaringanmu. Tulisanmu masih ada di bawah. Tunggu { $n } menit, lalu tekan Kirim lagi.
}
public-sent-before = Laporan dari formulir ini sudah terkirim. Kalau ada tambahan, tekan Kirim sekali lagi: tulisan di bawah akan menjadi laporan baru. Atau tambahkan lewat nomor tanda terima.
public-not-now = Laporan belum bisa kami terima. Tulisanmu masih ada di bawah. Coba lagi beberapa menit lagi, atau minta tolong orang dewasa yang kamu percaya.
error-no-files = Foto, video, dan berkas tidak diterima
    .text = Tidak ada yang kami simpan. Kembali ke formulir dan ceritakan dengan kata-kata. Foto atau berkas dapat dibawa langsung ke unit perlindungan perempuan dan anak di kantor polisi.

public-thanks = Terima kasih sudah bercerita
public-thanks-next = Laporanmu sudah kami terima. Petugas akan membacanya. Dengan nomor di bawah ini kamu bisa kembali, membaca jawaban, dan menulis lagi.
public-receipt = Nomor tanda terima
    .hint = 16 angka. Spasi boleh ditulis, boleh tidak.
public-receipt-once = Tulis nomor ini atau cetak halaman ini sekarang. Nomor ini hanya ditampilkan sekali dan tidak kami kirim ke mana pun.
public-receipt-safe = Simpan di tempat yang tidak dilihat orang lain. Siapa pun yang punya nomor ini bisa membaca pesannya.
public-return = Lihat jawaban
public-return-lead = Masukkan nomor tanda terima yang kamu tulis waktu mengirim laporan.
public-open = Buka
public-receipt-digits = { $n ->
    [0] Tulis nomor tanda terimamu: 16 angka.
   *[other] Nomor tanda terima terdiri dari 16 angka; yang kamu tulis { $n } angka. Periksa lagi.
}
public-receipt-unknown = Nomor ini tidak kami temukan. Periksa angkanya satu per satu, lalu coba lagi.
public-receipt-wait = { $n ->
   *[other] Terlalu sering nomor yang salah. Tunggu { $n } menit, lalu coba lagi.
}
public-receipt-lost = Nomornya hilang? Kami tidak bisa mencarikannya, karena kami tidak tahu siapa kamu. Kirim saja laporan baru dan sebutkan bahwa kamu pernah melapor.
public-state-received = Laporanmu sudah sampai
    .text = Laporanmu menunggu dibaca petugas.
public-state-being-read = Laporanmu sedang ditangani
    .text = Petugas sudah membaca laporanmu dan sedang menentukan langkah berikutnya.
public-state-answered = Ada jawaban untukmu
    .text = Petugas sudah menulis kepadamu. Bacalah pesannya di bawah ini.
public-state-closed = Laporanmu sudah selesai ditangani
    .text = Kalau masih ada yang perlu kami tahu, tulislah di bawah ini.
public-thread = Pesan
public-thread-none = Belum ada pesan. Kembalilah satu atau dua hari lagi.
public-you = Kamu
public-officer = Petugas
public-message = Tulis pesan
public-message-send = Kirim pesan
public-message-sent = Pesanmu terkirim.
