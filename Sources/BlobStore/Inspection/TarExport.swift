import BlobModel
package import DurableIO

/// Exports as a tar archive, the POSIX format "ustar", to wherever bytes can be written.
package struct TarExport: ExportTarget {
    private static let block = 512

    private let output: ([UInt8]) throws(FileError) -> Void
    private var size: UInt64 = 0
    private var written: UInt64 = 0

    /// Makes an archive without files.
    ///
    /// - Parameter output: Writes the next bytes of the archive; spell its error: `{ (bytes) throws(FileError) in … }`.
    package init(_ output: @escaping ([UInt8]) throws(FileError) -> Void) {
        self.output = output
    }

    /// Writes the header of a file.
    package mutating func begin(_ name: String, size: UInt64) throws(FileError) {
        self.size = size
        written = 0
        try output(Self.header(name, size: size))
    }

    /// Writes bytes of the file.
    package mutating func write(_ bytes: [UInt8]) throws(FileError) {
        written += UInt64(bytes.count)
        precondition(written <= size, "The file is longer than its header says.")
        try output(bytes)
    }

    /// Fills the last block of the file.
    package mutating func end() throws(FileError) {
        precondition(written == size, "The file is shorter than its header says.")
        let rest = Int(size % UInt64(Self.block))
        if rest > 0 { try output([UInt8](repeating: 0, count: Self.block - rest)) }
    }

    /// Writes the end of the archive: "two 512-byte blocks filled with binary zeros" (POSIX pax, ustar interchange format).
    package mutating func finish() throws(FileError) {
        try output([UInt8](repeating: 0, count: 2 * Self.block))
    }

    private static func header(_ name: String, size: UInt64) -> [UInt8] {
        precondition(name.utf8.count <= 100, "A name has at most 100 bytes.")
        var header = [UInt8](repeating: 0, count: block)
        func put(_ bytes: some Sequence<UInt8>, at offset: Int) {
            for (index, byte) in bytes.enumerated() { header[offset + index] = byte }
        }
        put(name.utf8, at: 0)
        put("0000600\u{0}".utf8, at: 100)
        put("0000000\u{0}".utf8, at: 108)
        put("0000000\u{0}".utf8, at: 116)
        put(sizeField(size), at: 124)
        put("00000000000\u{0}".utf8, at: 136)
        // "the chksum field shall be treated as if it was all spaces"
        put("        ".utf8, at: 148)
        put("0".utf8, at: 156)
        put("ustar\u{0}00".utf8, at: 257)
        let checksum = header.reduce(0) { $0 + Int($1) }
        put((octal(UInt64(checksum), digits: 6) + "\u{0} ").utf8, at: 148)
        return header
    }

    /// Eleven octal digits, or, from 8 GiB on, the binary number that GNU tar and others understand.
    private static func sizeField(_ size: UInt64) -> [UInt8] {
        guard size >= 1 << 33 else { return Array((octal(size, digits: 11) + "\u{0}").utf8) }
        var writer = ByteWriter(capacity: 12)
        writer.write(UInt32(0x8000_0000))
        writer.write(size)
        return writer.bytes
    }

    private static func octal(_ value: UInt64, digits: Int) -> String {
        let text = String(value, radix: 8)
        return String(repeating: "0", count: digits - text.utf8.count) + text
    }
}
