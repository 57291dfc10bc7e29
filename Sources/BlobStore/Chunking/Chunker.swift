import BlobModel

/// Finds the places where content-defined chunking cuts bytes (FastCDC with normalised chunk lengths).
///
/// A rolling hash over the last 64 bytes decides: before the average length a cut needs more zero bits of it than after,
/// which draws the lengths towards the average. Where it cuts depends only on the bytes since the last cut, the gear
/// table, and the parameters.
struct Chunker: Sendable {
    /// How many bits harder, or easier, a cut is before and after the average length.
    private static let normalisation = 2

    private let gear: [UInt64]
    private let minimum: Int
    private let average: Int
    private let maximum: Int
    private let hardMask: UInt64
    private let easyMask: UInt64
    private var hash: UInt64 = 0
    private var length = 0

    /// Makes a chunker that stands at the beginning of a chunk.
    ///
    /// - Parameters:
    ///   - gear: The 256 words of the domain's gear table.
    ///   - parameters: The lengths between which to cut.
    init(gear: [UInt64], parameters: ChunkingParameters) {
        precondition(gear.count == 256, "A gear table has one word for each byte.")
        self.gear = gear
        minimum = Int(parameters.minimum)
        average = Int(parameters.average)
        maximum = Int(parameters.maximum)
        let bits = parameters.average.trailingZeroBitCount
        hardMask = Self.highBits(bits + Self.normalisation)
        easyMask = Self.highBits(bits - Self.normalisation)
    }

    /// Returns the index after the chunk's last byte, or nil when the chunk goes on after the bytes.
    ///
    /// - Parameters:
    ///   - bytes: The bytes in which to look.
    ///   - start: The index of the first byte that the chunker has not seen.
    /// - Returns: The index; all bytes before it have then been seen, or else all bytes.
    mutating func cut(_ bytes: Span<UInt8>, from start: Int) -> Int? {
        var index = start
        skip(&index, in: bytes)
        if scan(bytes, &index, until: average, mask: hardMask) { return finish(at: index) }
        if scan(bytes, &index, until: maximum, mask: easyMask) { return finish(at: index) }
        return length == maximum ? finish(at: index) : nil
    }

    /// Passes the bytes within which no cut is allowed, without hashing them.
    private mutating func skip(_ index: inout Int, in bytes: Span<UInt8>) {
        let count = max(0, min(minimum - length, bytes.count - index))
        index += count
        length += count
    }

    private mutating func scan(_ bytes: Span<UInt8>, _ index: inout Int, until limit: Int, mask: UInt64) -> Bool {
        let end = index + max(0, min(limit - length, bytes.count - index))
        var hash = hash
        let cut = Self.scan(bytes, index..<end, gear.span, mask: mask, &hash)
        self.hash = hash
        length += (cut ?? end) - index
        index = cut ?? end
        return cut != nil
    }

    /// Returns the index after the first byte at which the hash has none of the bits of a mask, or nil.
    private static func scan(
        _ bytes: Span<UInt8>,
        _ range: Range<Int>,
        _ gear: Span<UInt64>,
        mask: UInt64,
        _ hash: inout UInt64
    ) -> Int? {
        for index in range {
            hash = (hash &<< 1) &+ gear[Int(bytes[index])]
            if hash & mask == 0 { return index + 1 }
        }
        return nil
    }

    private mutating func finish(at index: Int) -> Int {
        hash = 0
        length = 0
        return index
    }

    /// The high bits depend on the most bytes: the highest on the last 64.
    private static func highBits(_ count: Int) -> UInt64 { ~(UInt64.max >> UInt64(count)) }
}
