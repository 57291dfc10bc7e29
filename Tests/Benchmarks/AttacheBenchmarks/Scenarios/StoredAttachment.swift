import Cryptography
import DurableIO
import SystemPackage

/// An attachment that was added to an event of its own, to be downloaded.
struct StoredAttachment: Sendable {
    /// The bytes of it.
    let length: Int

    /// The number of its body.
    let serial: Int

    /// The user who added it.
    let user: String

    /// The path of the ATTACH URI.
    let path: String

    /// Adds an attachment.
    ///
    /// - Parameters:
    ///   - length: The bytes of it.
    ///   - user: The user who adds it.
    ///   - bytes: The bytes of bodies.
    ///   - serials: The numbers of bodies.
    ///   - port: The port of the front.
    /// - Throws: ``BenchmarkError``.
    init(
        adding length: Int,
        of user: String,
        bytes: StampedBytes,
        serials: Serial,
        port: Int
    ) throws(BenchmarkError) {
        let connection = try HTTPConnection(port: port)
        let serial = serials.take()
        let event = "stored-\(serial)"
        try connection.put(SampleEvent.put(event, of: user), SampleEvent.text(event))
        let request = AttachmentAdds.add(length, to: event, of: user)
        var bytes = bytes
        let answer = try connection.upload(request, &bytes, serial: serial)
        self.length = length
        self.serial = serial
        self.user = user
        path = try Self.location(in: answer, to: request)
    }

    /// Asks the front for the attachment.
    ///
    /// - Parameter port: The port of a front that redirects.
    /// - Returns: The request for the signed URL, which goes to the node without credentials.
    /// - Throws: ``BenchmarkError``.
    func signedRequest(port: Int) throws(BenchmarkError) -> Request {
        let request = Request("GET", path).authorized(as: user).carrying(nil, expecting: 307)
        let answer = try HTTPConnection(port: port).exchange(request)
        return Request("GET", try Self.location(in: answer, to: request))
    }

    /// Checks that a request brings the bytes that were added.
    ///
    /// - Throws: ``BenchmarkError/wrongBytes(request:)``.
    func check(_ request: Request, port: Int, bytes: StampedBytes) throws(BenchmarkError) {
        var hasher = SHA256Hasher()
        try HTTPConnection(port: port).exchange(
            request,
            visiting: { (piece: Span<UInt8>) throws(BenchmarkError) in hasher.update(piece) }
        )
        var bytes = bytes
        guard hasher.finalise() == bytes.digest(count: length, serial: UInt64(serial)) else {
            throw .wrongBytes(request: request.name)
        }
    }

    /// Writes the bytes into a file of a directory, and returns the file's name.
    ///
    /// - Throws: `FileError`.
    func write(into directory: FilePath, bytes: StampedBytes) throws(FileError) -> String {
        let name = "\(length).bin"
        let file = try LocalFileSystem().createFile(at: directory.appending(name))
        var bytes = bytes
        try bytes.forEachPiece(count: length, serial: UInt64(serial)) { piece throws(FileError) in
            try file.append(piece)
        }
        try file.synchronise()
        return name
    }

    /// The path and query of the `Location` in an answer.
    ///
    /// - Throws: ``BenchmarkError/fieldMissing(request:field:)``.
    static func location(
        in answer: MessageHead,
        to request: Request
    ) throws(BenchmarkError) -> String {
        guard let location = answer.field("location") else {
            throw .fieldMissing(request: request.name, field: "Location")
        }
        let afterScheme = location.split(separator: "://", maxSplits: 1).last ?? ""
        return String(afterScheme.drop { $0 != "/" })
    }
}
