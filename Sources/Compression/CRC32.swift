import CZlib

/// The checksum of zip files (APPNOTE.TXT §4.4.7) and of gzip (RFC 1952 §8): CRC-32 with the polynomial 0xEDB88320.
package struct CRC32: Hashable, Sendable {
    /// The checksum of all bytes so far.
    package private(set) var value: UInt32 = 0

    /// Makes the checksum of no bytes.
    package init() {}

    /// Adds bytes.
    package mutating func update(_ bytes: [UInt8]) {
        value = unsafe bytes.withUnsafeBufferPointer {
            unsafe UInt32(truncatingIfNeeded: crc32_z(UInt(value), $0.baseAddress, $0.count))
        }
    }
}
