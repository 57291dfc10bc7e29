/// A file in a zip archive as its headers describe it (APPNOTE.TXT §4.3).
struct ZipEntry: Hashable {
    /// Where the entry begins in the archive.
    let offset: UInt64

    /// The path inside the archive.
    let name: String

    /// The checksum of the file's bytes.
    var checksum: UInt32 = 0

    /// The bytes of the file, which are stored as they are.
    var size: UInt64 = 0

    /// APPNOTE §4.4.4: bit 11 says that the name is UTF-8, bit 3 that size and checksum follow the bytes.
    static let flags: UInt16 = 1 << 11 | 1 << 3

    /// APPNOTE §4.4.3: 4.5, as ZIP64 needs it.
    static let version: UInt16 = 45

    /// 1980-01-01: exports of the same calendars are the same bytes.
    static let date: UInt16 = 1 << 5 | 1

    /// The identifier of ZIP64's extra field (APPNOTE §4.5.3).
    static let extendedField: UInt16 = 1

    /// The header before the file's bytes (APPNOTE §4.3.7), with sizes that follow in the descriptor.
    ///
    /// The ZIP64 field tells readers that the sizes in the descriptor have 8 bytes each (§4.3.9.2).
    var localHeader: [UInt8] {
        var bytes = LittleEndian()
        bytes.add(0x0403_4B50 as UInt32)
        for field in [Self.version, Self.flags, 0, 0, Self.date] { bytes.add(field) }
        for field in [0, UInt32.max, UInt32.max] as [UInt32] { bytes.add(field) }
        bytes.add(UInt16(name.utf8.count))
        bytes.add(20 as UInt16)
        bytes.octets += Array(name.utf8)
        for field in [Self.extendedField, 16] { bytes.add(field) }
        for field in [0, 0] as [UInt64] { bytes.add(field) }
        return bytes.octets
    }

    /// What follows the file's bytes (APPNOTE §4.3.9).
    var descriptor: [UInt8] {
        var bytes = LittleEndian()
        for field in [0x0807_4B50, checksum] { bytes.add(field) }
        for field in [size, size] { bytes.add(field) }
        return bytes.octets
    }

    /// The header in the directory at the end of the archive (APPNOTE §4.3.12).
    var directoryHeader: [UInt8] {
        var bytes = LittleEndian()
        bytes.add(0x0201_4B50 as UInt32)
        // Made by a Unix, so that the mode counts.
        for field in [3 << 8 | Self.version, Self.version, Self.flags, 0, 0, Self.date] { bytes.add(field) }
        for field in [checksum, .max, .max] { bytes.add(field) }
        for field in [UInt16(name.utf8.count), 28, 0, 0, 0] { bytes.add(field) }
        for field in [0o100600 << 16, UInt32.max] { bytes.add(field) }
        bytes.octets += Array(name.utf8)
        for field in [Self.extendedField, 24] { bytes.add(field) }
        for field in [size, size, offset] { bytes.add(field) }
        return bytes.octets
    }
}

/// Bytes of numbers, the lowest byte first.
struct LittleEndian {
    /// The bytes so far.
    var octets: [UInt8] = []

    /// Adds a number.
    mutating func add(_ number: some FixedWidthInteger & UnsignedInteger) {
        for shift in stride(from: 0, to: number.bitWidth, by: 8) {
            octets.append(UInt8(truncatingIfNeeded: number >> shift))
        }
    }
}
