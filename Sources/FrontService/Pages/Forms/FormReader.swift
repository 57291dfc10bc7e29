import BlobModel
import HTTPSemantics
import HTTPTypes
import Hummingbird
import ServiceSupport
import WebDAV

/// Reads the body of a form part by part, as it comes.
///
/// It is used by one task after the other: whoever stores a file reads its part to the end before the next one is asked
/// for.
actor FormReader {
    private let body: ByteStream
    private var source: ByteStream.AsyncIterator?
    private var parser: MultipartParser
    private var events: ArraySlice<MultipartParser.Event> = []
    private var isInPart = false
    private var isAtEnd = false

    /// Makes a reader that has asked for nothing.
    ///
    /// - Parameters:
    ///   - body: The octets of the body.
    ///   - boundary: What separates its parts.
    init(_ body: ByteStream, boundary: MultipartBoundary) {
        self.body = body
        parser = MultipartParser(boundary: boundary)
    }

    /// Makes a reader of the body of a request.
    ///
    /// - Throws: `WebDAVError` 415 for a body that is no form with files.
    init(_ request: FrontRequest) throws(WebDAVError) {
        let type = request.request.headers[.contentType].flatMap { HTTPSemantics.MediaType(parsing: $0) }
        guard let boundary = type.flatMap(MultipartBoundary.init(of:)) else {
            throw WebDAVError(.unsupportedMediaType, "Only forms of the type multipart/form-data are taken here.")
        }
        self.init(ByteStream(UploadBytes(request: request.request, context: request.context)), boundary: boundary)
    }

    /// Returns the next part, and skips what was not read of the one before; nil after the last one.
    ///
    /// - Throws: ``MultipartError``; what ends the body before its end.
    func nextPart() async throws -> MultipartPart? {
        while let event = try await nextEvent() {
            guard case .part(let part) = event else { continue }
            isInPart = true
            return part
        }
        return nil
    }

    /// Returns the next piece of the part's content, or nil at its end.
    ///
    /// - Throws: ``MultipartError``; what ends the body before its end.
    func nextPiece() async throws -> [UInt8]? {
        guard isInPart else { return nil }
        if case .content(let octets)? = try await nextEvent() { return octets }
        isInPart = false
        return nil
    }

    /// Returns the whole content of the part as a text.
    ///
    /// - Parameter limit: The most octets that are taken.
    /// - Returns: The text.
    /// - Throws: `WebDAVError` 400 for more octets than that, or for what is not UTF-8; as ``nextPiece()``.
    func text(upTo limit: Int) async throws -> String {
        var octets: [UInt8] = []
        while let piece = try await nextPiece() {
            octets += piece
            guard octets.count <= limit else { throw WebDAVError(.badRequest, "A field of the form is too long.") }
        }
        guard let text = String(validating: octets, as: UTF8.self) else {
            throw WebDAVError(.badRequest, "A field of the form is not UTF-8.")
        }
        return text
    }

    private func nextEvent() async throws -> MultipartParser.Event? {
        while events.isEmpty {
            guard !isAtEnd else { return nil }
            guard let piece = try await nextOctets() else {
                isAtEnd = true
                try parser.finish()
                return nil
            }
            events = try parser.consume(piece)[...]
        }
        return events.popFirst()
    }

    private func nextOctets() async throws -> [UInt8]? {
        var reader = source ?? body.makeAsyncIterator()
        let piece = try await reader.next(isolation: self)
        source = reader
        return piece
    }
}

/// The content of the part that a reader has come to, as the bytes of an upload.
struct FormFileBytes: AsyncSequence, Sendable {
    /// The reader.
    let form: FormReader

    /// Returns the only iterator.
    func makeAsyncIterator() -> Iterator {
        Iterator(form: form)
    }

    /// Reads the content.
    struct Iterator: AsyncIteratorProtocol {
        /// The reader.
        let form: FormReader

        /// Returns the next piece, or nil at the end of the part.
        ///
        /// - Throws: What ``FormReader/nextPiece()`` throws.
        func next() async throws -> [UInt8]? {
            try await form.nextPiece()
        }
    }
}
