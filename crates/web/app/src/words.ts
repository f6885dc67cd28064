// Words of the app, in both languages: it must speak without the node.

const WORDS = {
  setup: ["Pasang di telepon ini", "Set up on this phone"],
  setupLead: [
    "Aplikasi ini bekerja tanpa jaringan. Yang Anda tulis tersimpan di telepon dan dikirim begitu ada sinyal.",
    "This app works without a network. What you write is saved on this phone and sent as soon as there is signal.",
  ],
  setupWhere: ["Nama dan sandi perangkat didapat dari halaman Perangkat lapangan.", "The device's name and password come from the page Field devices."],
  user: ["Nama perangkat", "Device name"],
  secret: ["Sandi perangkat", "Device password"],
  passphrase: ["Kata sandi untuk membuka aplikasi", "Passphrase to open the app"],
  passphraseHint: [
    "Sepuluh huruf atau lebih; beberapa kata lebih mudah diingat. Kata ini tidak tersimpan di mana pun: bila lupa, pasang lagi.",
    "Ten letters or more; several words are easier to remember. It is stored nowhere: if you forget it, set the app up again.",
  ],
  repeat: ["Ketik sekali lagi", "Type it once more"],
  start: ["Mulai", "Start"],
  tooShort: ["Kata sandi perlu sepuluh huruf atau lebih.", "The passphrase needs ten letters or more."],
  notSame: ["Keduanya belum sama.", "The two are not the same."],
  wrongDevice: ["Nama atau sandi perangkat salah, atau perangkat sudah diakhiri.", "Wrong device name or password, or the device was ended."],
  noSignal: ["Belum ada sinyal. Coba lagi saat terhubung.", "No signal yet. Try again when connected."],
  insecure: ["Aplikasi ini perlu alamat https.", "This app needs an https address."],
  locked: ["Terkunci", "Locked"],
  unlock: ["Buka", "Unlock"],
  pin: ["PIN", "PIN"],
  pinHint: ["Hanya selama aplikasi belum ditutup.", "Only while the app has not been closed."],
  wrongPassphrase: ["Kata sandi salah.", "Wrong passphrase."],
  waitSeconds: ["Terlalu banyak percobaan. Tunggu {n} detik.", "Too many attempts. Wait {n} seconds."],
  wiped: [
    "Isi telepon ini sudah dihapus dari jauh. Yang belum terkirim tetap tersimpan tersegel dan tetap dikirim.",
    "This phone was wiped from afar. What was not sent yet stays sealed and is still sent.",
  ],
  home: ["Kasus yang dibawa", "Cases carried"],
  noCases: ["Belum ada kasus yang dibawa.", "No cases are carried yet."],
  noCasesNext: ["Pilih kasus saat ada sinyal; setelah itu dapat dibuka tanpa jaringan.", "Choose cases while there is signal; after that they open without a network."],
  choose: ["Pilih kasus", "Choose cases"],
  chooseLead: ["Kasus pada jabatan Anda. Setiap kasus yang dibawa tercatat sebagai dilihat.", "Cases of your post. Each case carried is recorded as looked at."],
  carry: ["Bawa yang dipilih", "Carry the chosen ones"],
  expires: ["hapus sendiri dalam {n} hari tanpa kontak", "removed by itself after {n} days without contact"],
  expiresToday: ["hapus sendiri hari ini bila tidak ada kontak", "removed by itself today without contact"],
  putBack: ["Lepaskan dari telepon", "Remove from this phone"],
  queue: ["Kiriman", "Entries"],
  queueEmpty: ["Belum ada yang ditulis di telepon ini.", "Nothing was written on this phone yet."],
  allSent: ["Semua terkirim", "Everything is sent"],
  waiting: ["{n} tersimpan di telepon, menunggu sinyal", "{n} saved on this phone, waiting for signal"],
  sending: ["Mengirim…", "Sending…"],
  sendNow: ["Kirim sekarang", "Send now"],
  savedHere: ["Tersimpan di telepon ini. Dikirim begitu ada sinyal.", "Saved on this phone. Sent as soon as there is signal."],
  full: ["Telepon penuh: belum tersimpan. Kosongkan ruang lalu simpan lagi; isian di layar masih ada.", "The phone is full: not saved. Free some space and save again; what you typed is still here."],
  "out-waiting": ["Menunggu sinyal", "Waiting for signal"],
  "out-applied": ["Terkirim dan tercatat", "Sent and recorded"],
  "out-conflict": ["Tercatat; ada dua nilai, pilih di kantor", "Recorded; there are two values, choose at the office"],
  "out-kept": ["Terkirim; disimpan untuk diperiksa di kantor", "Sent; kept to be looked at, at the office"],
  "out-refused": ["Terkirim; tidak berlaku", "Sent; not allowed"],
  "out-held": ["Terkirim; menunggu isian sebelumnya", "Sent; waits for an earlier entry"],
  "out-unreadable": ["Tidak terbaca oleh server; simpan ke berkas dan bawa ke kantor", "The server cannot read it; save to a file and take it to the office"],
  "why-out_of_reach": ["Kasusnya tidak lagi pada jabatan Anda.", "The case is no longer with your post."],
  "why-no_right": ["Jabatan Anda tidak berhak mencatatnya.", "Your post has no right to record it."],
  "why-post_left": ["Jabatan sudah ditinggalkan atau perangkat diakhiri.", "The post was left or the device ended."],
  "why-likely_duplicate": ["Anak yang mirip sudah dikenal.", "A child who looks the same is known."],
  "why-closed": ["Kasusnya sudah ditutup.", "The case is closed."],
  "why-changed": ["Orang lain sudah mengubahnya; keduanya disimpan.", "Somebody else changed it meanwhile; both are kept."],
  "why-invalid": ["Ada isi yang tidak dapat dicatat.", "Something in it cannot be recorded."],
  "why-refused": ["Langkahnya ditolak.", "The step was refused."],
  "why-no_target": ["Isian sebelumnya belum tercatat.", "An earlier entry was not recorded."],
  add: ["Tambah", "Add"],
  edit: ["Ubah data kasus", "Change case data"],
  note: ["Tulis catatan", "Write a note"],
  noteText: ["Catatan", "Note"],
  noteFor: ["Siapa yang boleh membaca", "Who may read it"],
  notePost: ["Jabatan saya saja", "My post only"],
  noteTeam: ["Tim di organisasi", "Team"],
  save: ["Simpan di telepon", "Save on this phone"],
  cancel: ["Batal", "Cancel"],
  back: ["Kembali", "Back"],
  lockNow: ["Kunci", "Lock"],
  settings: ["Pengaturan", "Settings"],
  autoLock: ["Kunci sendiri setelah", "Lock by itself after"],
  minutes: ["{n} menit", "{n} minutes"],
  setPin: ["Pakai PIN selama aplikasi terbuka", "Use a PIN while the app stays open"],
  setPinHint: ["Enam angka. PIN hanya membuka lagi aplikasi yang sudah dibuka dengan kata sandi; lima kali salah, kata sandi diminta.", "Six digits. A PIN only re-opens an app that was opened with the passphrase; after five wrong ones the passphrase is asked."],
  pinSet: ["PIN berlaku sampai aplikasi ditutup.", "The PIN holds until the app is closed."],
  exportFile: ["Simpan kiriman ke berkas", "Save entries to a file"],
  exportHint: ["Untuk dibawa ke kantor bila tidak ada sinyal. Berkas tersegel: hanya server yang dapat membukanya.", "To carry to the office without signal. The file is sealed: only the server can open it."],
  leave: ["Hapus isi telepon ini", "Remove everything from this phone"],
  leaveHint: ["Kasus dan kata sandi dihapus. Kiriman yang belum terkirim tetap tersimpan tersegel dan tetap dikirim.", "Cases and passphrase are removed. Entries not sent yet stay sealed and are still sent."],
  leaveSure: ["Ya, hapus", "Yes, remove"],
  clock: ["Jam telepon ini berbeda {n} menit dari server. Waktu pada kiriman disesuaikan sendiri.", "This phone's clock differs from the server by {n} minutes. Times on entries are corrected."],
  gone: ["{code} tidak lagi dibawa: {why}", "{code} is no longer carried: {why}"],
  goneReach: ["kasus tidak lagi pada jabatan Anda", "the case is no longer with your post"],
  goneClosed: ["kasus sudah ditutup", "the case is closed"],
  noPost: ["Anda tidak lagi memegang jabatan ini; kasus dihapus dari telepon.", "You no longer hold this post; cases were removed from this phone."],
  withoutNames: ["Perangkat ini didaftarkan tanpa nama anak. Daftarkan lagi dengan nama untuk membawa kasus.", "This device was registered without children's names. Register it again with names to carry cases."],
  pending: ["Ditulis di telepon ini", "Written on this phone"],
  optional: ["boleh kosong", "optional"],
  empty: ["—", "—"],
  yes: ["Ya", "Yes"],
  no: ["Tidak", "No"],
  notSaid: ["Belum dijawab", "Not answered"],
  missing: ["Isi dahulu.", "Fill this in first."],
  "too-long": ["Terlalu panjang.", "Too long."],
  "unknown-code": ["Pilih dari daftar.", "Choose from the list."],
  "not-a-date": ["Tulis tanggal, misalnya 2026-03-05.", "Write a date, such as 2026-03-05."],
  "date-out-of-range": ["Tahunnya tidak mungkin.", "The year cannot be right."],
  "not-yes-no": ["Pilih ya atau tidak.", "Choose yes or no."],
  "unknown-region": ["Pilih dari daftar.", "Choose from the list."],
  "in-future": ["Tanggal ini belum terjadi.", "This date has not come yet."],
  "not-a-number": ["Tulis angka.", "Write a number."],
  "out-of-range": ["Di luar batas yang diterima.", "Outside what is accepted."],
  correct: ["Perbaiki {n} isian di bawah ini.", "Correct {n} fields below."],
  child: ["Anak", "Child"],
  case: ["Kasus", "Case"],
  language: ["English", "Bahasa Indonesia"],
  trouble: ["Ada yang tidak berjalan. Isian Anda tetap tersimpan; buka lagi aplikasi ini.", "Something went wrong. What you saved is kept; open the app again."],
} as const satisfies Record<string, readonly [string, string]>;

export type Word = keyof typeof WORDS;
export type Lang = "id" | "en";

let lang: Lang = "id";

export const speak = (chosen: Lang): void => {
  lang = chosen;
  document.documentElement.lang = chosen;
};
export const spoken = (): Lang => lang;

/// The words under a key, with what stands in braces filled in.
export function t(key: Word, filled: Record<string, string | number> = {}): string {
  const said: string = WORDS[key][lang === "id" ? 0 : 1];
  return said.replace(/\{(\w+)\}/g, (_, name: string) => String(filled[name] ?? ""));
}

/// The words under a key that came from the node, if there are any.
export const maybe = (key: string): string | undefined => (key in WORDS ? t(key as Word) : undefined);
