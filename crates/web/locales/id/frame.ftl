# Kata-kata di sekeliling setiap halaman, daftar, formulir, dan riwayat.

skip = Langsung ke isi
demo = DATA REKAAN · INVENTED DATA
demo-label = Penanda data rekaan
languages = Bahasa
account = Akun
navigation = Menu utama
menu = Menu
sign-out = Keluar
    .done = Anda telah keluar
footer = Jejaring mencatat setiap kali data anak dilihat atau diubah.
footer-public = Formulir laporan untuk masyarakat

sign-in = Masuk
    .done = Masuk dicatat
sign-in-lead = Gunakan alamat surel dinas dan kata sandi Anda.
sign-in-email = Alamat surel
sign-in-password = Kata sandi
sign-in-help = Lupa kata sandi atau akun terkunci? Hubungi administrator lembaga Anda.
code = Kode verifikasi
code-code = Kode
    .hint = Enam angka dari aplikasi autentikator, atau salah satu kode pemulihan Anda.
code-send = Lanjutkan
code-again = Mulai dari awal
go-home = Ke beranda
go-sign-in = Masuk

yes = Ya
no = Tidak
not-known = Belum diketahui
edit = Ubah data
value-empty = belum diisi
value-hidden = tidak ditampilkan untuk peran Anda
value-erased = telah dihapus permanen
link-open = Buka catatan
link-closed = Ada, tetapi di luar lingkup Anda
region-whole-province = kabupaten/kota tidak diketahui

group-record = Data pokok
group-reporter = Identitas pelapor
group-hidden = Bagian ini tidak ditampilkan untuk peran Anda.
group-unfilled = { $n ->
   *[other] { $n } isian belum diisi
}

list-filter = Saring dan urutkan
list-any = Semua
list-show = Tampilkan
list-clear = Hapus saringan
list-total = { $n ->
    [0] Tidak ada catatan
   *[other] { $n } catatan
}
list-more-than = Lebih dari { $n } catatan
list-none = Belum ada catatan di sini.
list-none-narrowed = Tidak ada catatan yang cocok dengan saringan ini.
list-none-begin = Buat yang pertama dengan tombol di atas.
list-none-wait = Catatan muncul di sini setelah ditugaskan kepada jabatan Anda.
list-pages = Halaman daftar
list-first = Kembali ke awal
list-next = Halaman berikutnya
list-export = Unduh daftar ini:
list-code = Nomor
list-state = Status
list-phase = Tahap kerja
list-priority = Prioritas
list-opened = Dibuka
list-due = Tenggat
list-overdue = Hanya yang lewat tenggat
list-sort = Urutan
sort-newest = Terbaru dahulu
sort-oldest = Terlama dahulu
sort-due = Tenggat terdekat dahulu

view-opened = Dibuka
view-steps = Langkah yang dapat diambil
view-child = Anak
view-fields = Data
view-no-parts = Belum ada.
view-history = Riwayat
history-denied = ditolak
history-before = Isi sebelum diubah
history-looks = { $n ->
   *[other] Dilihat { $n } kali
}
who-you = Anda
who-colleague = Petugas lain
who-public = Masyarakat
who-in-post = { $name } · { $post }
who-system = Sistem

form-save = Simpan
form-cancel = Batal
form-back = Kembali
form-optional = tidak wajib
form-choose = Pilih…
form-choices = { $n ->
   *[other] Pilih dari { $n } pilihan
}
form-no-answer = Belum dijawab
form-problem = Perlu diperbaiki
form-problems = Periksa isian berikut
form-sure = Langkah ini tidak memerlukan isian. Lanjutkan?
form-theirs = Isi terbaru dari petugas lain:
form-conflict = Petugas lain mengubah catatan ini setelah Anda membukanya. Isian Anda tetap di bawah; di sampingnya tertulis isi terbaru jika berbeda. Tentukan mana yang benar, lalu simpan lagi.

due-late = { $n ->
   *[other] Lewat { $n } hari
}
due-late-today = Lewat tenggat hari ini
due-today = Tenggat hari ini
due-tomorrow = Tenggat besok
due-in = { $n ->
   *[other] { $n } hari lagi
}

month-1 = Januari
month-2 = Februari
month-3 = Maret
month-4 = April
month-5 = Mei
month-6 = Juni
month-7 = Juli
month-8 = Agustus
month-9 = September
month-10 = Oktober
month-11 = November
month-12 = Desember

unit-rupiah = Rp { $n }
    .short = rupiah
unit-score-ten = { $n } dari 10
    .short = dari 10
unit-years = { $n } tahun
    .short = tahun
unit-year = { $n }
    .short = tahun
nav-daily = Sehari-hari
nav-casework = Penanganan kasus
nav-watch = Pengawasan
nav-house = Lembaga
form-lost = Sesi Anda berakhir atau jaringan terputus. Yang Anda ketik masih ada di halaman ini. Masuk kembali di tab lain, lalu simpan lagi di sini.
