# Daftar yang dikirim ke pusat data lembaga lain.

list-sent-lists = Daftar yang dikirim
    .done = Daftar yang dikirim dilihat
lists-sent = Daftar yang dikirim
lists-sent-lead = Daftar yang dikirim lembaga Anda ke pusat data lembaga lain. "Diperhitungkan" hanya ditulis bila penerima menandatanganinya.
lists-new = Kirim daftar
lists-new-lead = Daftar berjalan tersegel ke satu lembaga. Sebagai sandi, nama dan nomor tidak pernah meninggalkan simpul ini.
lists-none = Belum ada daftar yang dikirim.
lists-none-next = Siapkan berkas CSV atau XLSX, lalu pilih Kirim daftar.
lists-nobody = Belum ada lembaga di simpul lain yang menerima daftar. Mintalah operator jaringan memeriksa direktori.
lists-what = Yang dihitung
lists-rows = Baris
lists-encoded = sebagai sandi
lists-plain = dengan nama
lists-lost = Ada bagian yang tidak sampai; lihat pesan tidak tersampaikan
lists-taken = Diperhitungkan { $at }
lists-under-way = { $signed } dari { $parts } bagian sudah ditandatangani penerima
lists-to = Pusat data
lists-entity = Yang dihitung
lists-from = Hari pertama periode
lists-until = Hari terakhir periode
lists-way = Cara mengirim
lists-way-encoded = Sebagai sandi saja: penerima hanya dapat menghitung jumlah anak
lists-way-facts = Sebagai sandi, ditambah tanggal, wilayah, bentuk, jenis kelamin dan tahun lahir yang terbaca
lists-way-plain = Dengan nama, bila penerima berhak mengetahuinya
lists-secret = Rahasia bersama para lembaga
    .hint = Paling sedikit 32 huruf, sama di semua lembaga pengirim, tidak pernah diberikan kepada pusat data. Hanya untuk sandi; tidak disimpan.
lists-schema = Skema sandi
    .hint = Kosongkan untuk skema bawaan, atau tempelkan skema tautan clkhash versi 3 yang disepakati.
lists-file-hint = CSV atau XLSX dengan satu baris per anak, atau berkas hasil perintah encode. Paling besar 8 MB.
lists-send = Kirim daftar
lists-bad-schema = Skema sandi tidak terbaca. Tempelkan skema tautan clkhash versi 3, atau kosongkan.
lists-short-secret = Rahasia lebih pendek dari 32 huruf. Gunakan rahasia yang disepakati para lembaga.
refused-lists-not-alike = Daftar yang diterima tidak dapat ditautkan bersama: ada yang dengan nama dan ada yang sebagai sandi, atau sandinya dibuat dengan rahasia yang berbeda. Tarik yang berbeda, atau mintalah lembaga mengirim dengan cara yang sama.

# Layanan lembaga di simpul lain.

list-shared-services = Layanan lembaga di simpul lain
    .done = Layanan lembaga di simpul lain dilihat
shared-services = Dari lembaga di simpul lain
shared-lead = Menurut lembaga itu sendiri. Tempat yang dirahasiakan tidak pernah dibagikan.
shared-source = Menurut { $who }
shared-assured = dipastikan { $day }
