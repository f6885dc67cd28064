# Pemeriksaan kelayakan petugas yang bekerja dengan anak.

kind-vetting = Pemeriksaan kelayakan petugas
    .plural = Pemeriksaan kelayakan petugas
vetting-member = Petugas
vetting-certificate_number = Nomor SKCK
vetting-certificate_on = Tanggal SKCK
vetting-certificate_held_at = Tempat penyimpanan SKCK
vetting-references_on = Referensi diperiksa pada
vetting-references_note = Hasil pemeriksaan referensi
vetting-code_signed_on = Kode etik ditandatangani pada
vetting-training_on = Pelatihan keselamatan anak pada
vetting-result = Hasil pemeriksaan
vetting-conditions = Syarat
vetting-valid_until = Berlaku sampai
vetting-finding = Alasan

open-vetting = Minta pemeriksaan
    .done = Pemeriksaan kelayakan diminta
view-vetting = Lihat pemeriksaan kelayakan
    .done = Pemeriksaan kelayakan dilihat
list-vetting = Daftar pemeriksaan kelayakan
    .done = Daftar pemeriksaan kelayakan dilihat
assign-vetting = Pindahkan pemeriksaan kelayakan
    .done = Pemeriksaan kelayakan dipindahkan
clear-vetting = Nyatakan layak
    .done = Dinyatakan layak
bar-vetting = Nyatakan tidak layak
    .done = Dinyatakan tidak layak
end-vetting = Akhiri pemeriksaan
    .done = Pemeriksaan diakhiri
list-vettings = Lihat kelayakan petugas
    .done = Kelayakan petugas dilihat
require-vetting = Jabatan yang mensyaratkan pemeriksaan
    .done = Syarat pemeriksaan disimpan
require-vetting-lead = Jabatan dengan peran ini hanya diisi oleh petugas yang pemeriksaannya berlaku. Yang belum diperiksa boleh menggantikan sementara paling lama 14 hari, dan pemeriksaannya diminta dengan sendirinya.

vettings = Kelayakan petugas
vettings-lead = SKCK, referensi, kode etik, dan pelatihan keselamatan anak bagi petugas yang bekerja dengan anak. Yang akan habis diingatkan 30 hari sebelumnya.
vettings-missing = { $n ->
    [0] Semua petugas yang bekerja dengan anak sudah diperiksa
   *[other] { $n } petugas bekerja dengan anak tanpa pemeriksaan yang berlaku
}
vettings-empty = Belum ada petugas dalam pengawasan Anda.
vettings-empty-next = Petugas tampil di sini setelah memegang jabatan.
vettings-none = Belum diperiksa
vettings-due = Segera habis
vettings-until = berlaku sampai
vettings-required = Disyaratkan
vettings-not-required = Tidak disyaratkan
vettings-start = Syaratkan
vettings-stop = Jangan syaratkan
vettings-tenure-until = Sampai tanggal
    .hint = Wajib bila petugas belum diperiksa: paling lama 14 hari, hanya sebagai pejabat sementara.

told-staff-vetting-asked = Seorang petugas bekerja dengan anak dan belum diperiksa
told-staff-vetting-due = Pemeriksaan kelayakan seorang petugas segera habis
told-staff-vetting-own = Pemeriksaan kelayakan Anda perlu diperbarui: siapkan SKCK dan pelatihan
told-staff-vetting-expired = Pemeriksaan kelayakan seorang petugas sudah habis
told-staff-vetting-barred = Seorang petugas dinyatakan tidak layak: tinjau jabatannya hari ini

refused-vetting-open = Pemeriksaan petugas ini sudah ada. Buka dari daftar kelayakan petugas.
refused-vetting-missing = Jabatan ini bekerja dengan anak dan petugas ini belum mempunyai pemeriksaan yang berlaku. Minta pemeriksaannya di halaman Kelayakan petugas, atau catat sebagai pejabat sementara paling lama 14 hari.
refused-staff-not-suitable = Petugas yang tidak layak tidak dapat dinyatakan layak. Pilih “Nyatakan tidak layak” dan tulis alasannya.
