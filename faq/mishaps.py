"""Why the system did not let a file be read or written, in Russian."""

import errno

_SAID = {
    errno.ENOENT: "такого файла или папки нет",
    errno.EACCES: "нет прав",
    errno.EPERM: "нет прав",
    errno.EISDIR: "это папка",
    errno.ENOTDIR: "это не папка",
    errno.EEXIST: "такой файл уже есть",
    errno.EBUSY: "занято другой программой",
    errno.ETXTBSY: "занято другой программой",
    errno.EADDRINUSE: "занято другой программой",
    errno.EADDRNOTAVAIL: "у этой машины нет такого адреса",
    errno.ENOSPC: "на диске нет места",
    errno.EDQUOT: "на диске нет места",
    errno.EROFS: "диск только для чтения",
    errno.EIO: "диск не читается",
    errno.ENAMETOOLONG: "слишком длинное имя",
    errno.ELOOP: "ссылки замкнулись в круг",
    errno.EMFILE: "открыто слишком много файлов",
    errno.ENFILE: "открыто слишком много файлов",
}


def why(error: OSError) -> str:
    """A few words; the system's own where we have none."""
    return _SAID.get(error.errno or 0) or error.strerror or type(error).__name__
