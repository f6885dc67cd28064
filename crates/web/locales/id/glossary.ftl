# Istilah.
terms-title = Istilah yang menghormati anak
terms-lead = Kata mana yang dihindari, dan apa gantinya. Judul resmi dalam tanda kutip tidak ditandai; catatan kasus tidak pernah diperiksa.
terms-text = Periksa naskah
    .hint = Judul, ringkasan atau bahan kampanye. Naskah tidak disimpan. Jangan menulis nama anak.
terms-check = Periksa
terms-found = Hasil pemeriksaan
terms-none = Tidak ada kata yang perlu diganti.
terms-instead = Gantinya
terms-all = Daftar istilah
terms-avoid = Hindari
terms-attention = Perlu kehati-hatian
terms-preferred = Dianjurkan
terms-marked = Ada kata yang sebaiknya diganti sebelum terbit. Ini saran, bukan larangan.
