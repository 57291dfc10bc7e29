import BlobModel
import FoundationEssentials
import HTTPSemantics
import ICalendar
import ManagedAttachments
import SystemPackage

/// The bytes that an ATTACH property of an import has, or has in a file.
enum AttachedContent: Sendable {
    /// A file of the import.
    case file(ArchivedFile)
    /// Bytes in the property itself.
    case bytes([UInt8])

    /// What tells contents apart in an import, small enough to be kept to its end.
    enum Key: Hashable {
        /// The path of a file.
        case file(FilePath)
        /// The content ID of bytes.
        case bytes(ContentID)
    }

    /// What tells this content from others.
    var key: Key {
        switch self {
        case .file(let file): .file(file.location)
        case .bytes(let bytes): .bytes(ContentID(of: bytes.span))
        }
    }

    /// Finds the bytes of a property; nil when its value is a URI of something else.
    ///
    /// - Parameters:
    ///   - property: The property.
    ///   - source: The file that has it: a relative reference (RFC 3986 §4.2) is relative to it, and names what
    ///     ``ImportSource/attachable(_:)`` allows.
    init?(of property: Property, in source: ImportSource) {
        // RFC 5545 §3.8.1.1: "the property value … MUST be … "ENCODING=BASE64" … and … "VALUE=BINARY"".
        if property.parameter("ENCODING")?.uppercased() == "BASE64" {
            guard let data = Data(base64Encoded: property.value) else { return nil }
            self = .bytes(Array(data))
            return
        }
        let folder = source.file.path.removingLastComponent()
        guard let file = Self.path(property.value, beside: folder).flatMap(source.attachable) else { return nil }
        self = .file(file)
    }

    private static func path(_ reference: String, beside folder: FilePath) -> FilePath? {
        let segments = reference.split(separator: "/", omittingEmptySubsequences: false)
        guard let first = segments.first, !first.isEmpty, !first.contains(":") else { return nil }
        guard !reference.contains(where: { "?#".contains($0) }) else { return nil }
        var path = folder
        for segment in segments {
            guard let text = PercentEncoding.decode(segment), !text.contains("/"), !text.contains("\0") else {
                return nil
            }
            path.append(text)
        }
        return path.lexicallyNormalized()
    }

    /// Returns the bytes as a stream.
    ///
    /// - Throws: `FileError`, ``ZipError``; for a symbolic link and for what is no regular file too.
    func stream() throws -> ByteStream {
        switch self {
        case .bytes(let bytes): .bytes(bytes)
        case .file(let file): try file.archive.stream(of: file.path)
        }
    }

    /// Returns the content ID and the size of the bytes; it reads all of them.
    ///
    /// - Throws: As ``stream()``.
    func describe() async throws -> BlobDescription {
        var hasher = ContentHasher()
        var size: UInt64 = 0
        for try await piece in try stream() {
            hasher.update(piece.span)
            size += UInt64(piece.count)
        }
        return BlobDescription(blob: hasher.finalise(), size: size)
    }

    /// The name of the file; nil for bytes that have none.
    var filename: String? {
        switch self {
        case .bytes: nil
        case .file(let file): file.path.lastComponent?.string
        }
    }
}

extension AttachmentLabel {
    /// Makes the label of what a property attaches.
    init(of property: Property, _ content: AttachedContent) {
        self.init(
            contentType: property.parameter("FMTTYPE").flatMap { MediaType(parsing: $0) },
            disposition: nil,
            previousFilename: property.parameter("FILENAME") ?? content.filename
        )
    }
}

extension Property {
    /// Makes the property that of a managed attachment (RFC 8607 §4).
    mutating func describe(_ attachment: ManagedAttachment) {
        value = attachment.uri
        setParameter("MANAGED-ID", attachment.id.text)
        setParameter("FMTTYPE", attachment.mediaType)
        setParameter("SIZE", "\(attachment.size)")
        setParameter("FILENAME", attachment.filename)
        setParameter("ENCODING", nil)
        setParameter("VALUE", nil)
    }
}
