# Masuk, kata sandi, verifikasi dua langkah, perangkat.

sign-in-stranger = Ingin melaporkan sesuatu?
    .text = Siapa pun boleh bercerita, termasuk anak. Tidak perlu akun, tidak perlu menyebut nama.
sign-in-danger = Laporan tidak selalu dibaca saat itu juga. Kalau ada anak dalam bahaya sekarang, telepon bantuan atau datangi kantor polisi atau rumah sakit terdekat.
sign-in-have-code = Saya punya kode undangan atau kode pemulihan kata sandi
set-password = Buat kata sandi
    .done = Kata sandi disimpan. Masuklah dengan kata sandi itu.
set-password-lead = Gunakan kode yang diberikan administrator lembaga Anda. Kode hanya berlaku sekali.
set-password-code = Kode undangan atau pemulihan
    .hint = Salin kode itu seluruhnya.
set-password-send = Simpan kata sandi
password-current = Kata sandi sekarang
password-new = Kata sandi baru
    .hint = Paling sedikit 12 karakter. Beberapa kata yang tidak berhubungan mudah diingat dan sulit ditebak.
password-again = Ketik sekali lagi kata sandi baru

account-own = Akun saya
account-password-note = Setelah diganti, perangkat lain dikeluarkan dan harus masuk kembali.
account-second-factor-on = Aktif. Setiap kali masuk diminta kode dari aplikasi autentikator.
account-second-factor-off = Belum aktif. Dengan verifikasi dua langkah, kata sandi yang diketahui orang lain belum cukup untuk masuk.
account-second-factor-again = Ganti autentikator
account-devices = Perangkat yang masuk
account-devices-note = Jika ada yang tidak Anda kenal, keluarkan perangkat itu dan ganti kata sandi.
account-device-unknown = Perangkat tanpa nama
account-this-device = Perangkat ini
account-signed-in = Masuk
account-seen = terakhir dipakai

second-factor = Verifikasi dua langkah
second-factor-lead = Selain kata sandi, setiap kali masuk diminta enam angka dari aplikasi autentikator di ponsel Anda.
second-factor-must = Peran Anda mewajibkan verifikasi dua langkah. Siapkan sekarang; setelah itu halaman lain terbuka.
second-factor-app = Siapkan aplikasi autentikator di ponsel Anda, misalnya aplikasi yang sudah dipakai untuk layanan lain.
second-factor-key = Kunci untuk aplikasi autentikator
second-factor-key-note = Buka aplikasi dengan tombol di bawah, atau ketik kunci ini di aplikasi. Kunci hanya ditampilkan sekali; jangan dibagikan atau difoto.
second-factor-open-app = Buka aplikasi autentikator
second-factor-code = Kode dari aplikasi
    .hint = Enam angka yang sedang ditampilkan aplikasi.
second-factor-again = Buat kunci baru

recovery-codes = Kode pemulihan
recovery-codes-lead = Simpan kode ini di tempat aman. Setiap kode dapat dipakai satu kali untuk masuk bila ponsel Anda hilang atau rusak.
recovery-codes-print = Kode hanya ditampilkan sekali. Cetak halaman ini atau tulis di kertas, lalu simpan terkunci; jangan simpan di ponsel yang sama.
recovery-codes-kept = Sudah saya simpan

confirm-second-factor = Konfirmasi kode verifikasi
    .done = Anda masuk dengan kode pemulihan. Kode itu tidak berlaku lagi. Bila autentikator Anda hilang, pasang yang baru di bawah ini dan simpan kode pemulihan yang baru.
change-language = Ganti bahasa akun
    .done = Bahasa akun diganti
account-language-note = Dipakai di setiap perangkat baru dan dalam pesan dari Jejaring.
change-password = Ganti kata sandi
    .done = Kata sandi diganti. Perangkat lain telah dikeluarkan.
start-totp = Siapkan autentikator
    .done = Penyiapan autentikator dimulai
enrol-totp = Aktifkan
    .done = Verifikasi dua langkah aktif. Perangkat lain telah dikeluarkan.
list-sessions = Daftar perangkat sendiri
    .done = Daftar perangkat sendiri dilihat
end-session = Keluarkan
    .done = Perangkat itu telah dikeluarkan

denied-sign-in-failed = Alamat surel atau kata sandi tidak cocok. Periksa keduanya, lalu coba lagi.
denied-no-post = Saat ini Anda tidak memegang jabatan, sehingga belum ada yang dapat dibuka. Mintalah administrator lembaga Anda memeriksanya.
denied-code-wrong = Kode tidak cocok atau sudah dipakai. Tunggu kode berikutnya, lalu ketik lagi.
denied-sign-in-expired = Waktu untuk memasukkan kode telah habis. Masuklah dari awal.
denied-link-expired = Kode ini tidak berlaku lagi atau sudah dipakai. Mintalah kode baru kepada administrator lembaga Anda.
denied-password-wrong = Kata sandi sekarang tidak cocok. Ketik lagi.
denied-public-only = Langkah ini dilakukan sebelum masuk. Keluarlah lebih dahulu, lalu ulangi.
denied-not-signed-in = Sesi Anda telah berakhir. Masuklah kembali untuk melanjutkan.
denied-second-factor-first = Peran Anda mewajibkan verifikasi dua langkah. Siapkan lebih dahulu di halaman verifikasi dua langkah.
refused-code-wrong = Kode tidak cocok. Tunggu kode berikutnya di aplikasi, lalu ketik lagi. Jika tetap gagal, periksa jam ponsel Anda atau buat kunci baru.
refused-totp-not-started = Belum ada kunci yang disiapkan. Tekan tombol untuk membuat kunci baru.
refused-password-too-short = Terlalu pendek. Gunakan paling sedikit 12 karakter.
refused-password-too-long = Terlalu panjang. Gunakan paling banyak 256 karakter.
refused-password-is-address = Kata sandi tidak boleh sama dengan alamat surel Anda. Pilih yang lain.
refused-password-too-common = Kata sandi ini terlalu mudah ditebak. Gunakan beberapa kata yang tidak berhubungan.
refused-password-not-twice = Kedua kata sandi baru tidak sama. Ketik keduanya sekali lagi.
