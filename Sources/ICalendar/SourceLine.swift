/// One logical content line as it was received: a place in the stream, which all lines of an object share.
struct SourceLine: Sendable {
    /// The largest stream whose places can be named, in octets.
    static let maximumStreamOctets = Int(UInt32.max)

    private let stream: [UInt8]
    /// The octets without folds and line ending; nil where the line is not folded, so that they are in the stream.
    private let unfolded: [UInt8]?
    private let start: UInt32
    private let end: UInt32
    private let contentStart: UInt32
    private let contentEnd: UInt32
    private let place: UInt32

    /// Names a line.
    ///
    /// - Parameters:
    ///   - stream: The stream, of at most ``maximumStreamOctets``.
    ///   - range: The line in it, with folding, line ending, and empty lines that follow.
    ///   - content: The line in it without what is before and behind its text.
    ///   - unfolded: The text of a line that is folded.
    ///   - number: The number of the line's first physical line, from 1.
    init(in stream: [UInt8], _ range: Range<Int>, content: Range<Int>, unfolded: [UInt8]?, number: Int) {
        self.stream = stream
        self.unfolded = unfolded
        (start, end) = (UInt32(range.lowerBound), UInt32(range.upperBound))
        (contentStart, contentEnd) = (UInt32(content.lowerBound), UInt32(content.upperBound))
        place = UInt32(number)
    }

    /// The octets, with folding, line ending, and empty lines that follow; in the first line a byte order mark and empty
    /// lines before it too.
    var octets: ArraySlice<UInt8> { stream[Int(start)..<Int(end)] }

    /// The unfolded octets without line ending.
    var content: ArraySlice<UInt8> { unfolded?[...] ?? stream[Int(contentStart)..<Int(contentEnd)] }

    /// The number of the line's first physical line, from 1.
    var number: Int { Int(place) }

    /// The octets of the whole stream.
    var streamCount: Int { stream.count }
}
