import BlobModel
import DurableIO
import FoundationEssentials
import HTTPSemantics
import ICalendar
import ManagedAttachments
import SystemPackage

/// The bytes that an ATTACH property of an import has, or has in a file.
enum AttachedContent: Hashable {
    /// A file beside the calendar, and the folder out of which nothing leads to it.
    case file(FilePath, below: FilePath)
    /// Bytes in the property itself.
    case bytes([UInt8])

    /// Finds the bytes of a property; nil when its value is a URI of something else.
    ///
    /// - Parameters:
    ///   - property: The property.
    ///   - source: The file that has it: a relative reference (RFC 3986 §4.2) is relative to it, and names what
    ///     ``ImportSource/mayTake(_:)`` allows.
    init?(of property: Property, in source: ImportSource) {
        // RFC 5545 §3.8.1.1: "the property value … MUST be … "ENCODING=BASE64" … and … "VALUE=BINARY"".
        if property.parameter("ENCODING")?.uppercased() == "BASE64" {
            guard let data = Data(base64Encoded: property.value) else { return nil }
            self = .bytes(Array(data))
            return
        }
        guard let path = Self.path(property.value, beside: source.path.parent), source.mayTake(path) else {
            return nil
        }
        self = .file(path, below: source.root)
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
    /// - Throws: `FileError`, for a symbolic link and for what is no regular file too.
    func stream() throws(FileError) -> ByteStream {
        switch self {
        case .bytes(let bytes): .bytes(bytes)
        case .file(let path, below: let root):
            ByteStream(FilePieces(file: try LocalFileSystem().openForReading(at: path, below: root)))
        }
    }

    /// The name of the file; nil for bytes that have none.
    var filename: String? {
        switch self {
        case .bytes: nil
        case .file(let path, below: _): path.lastComponent?.string
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
