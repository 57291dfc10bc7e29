import Cryptography
import Testing

/// What all clients of a home know of its files: their bytes, managed IDs, and URIs.
struct WorldRegistry: Sendable {
    /// The bytes of a file in short.
    struct Content: Equatable, Sendable {
        /// The digest.
        let digest: SHA256Digest
        /// The number of octets.
        let size: Int

        /// Measures bytes.
        init(_ bytes: [UInt8]) {
            digest = SHA256Hasher.digest(of: bytes.span)
            size = bytes.count
        }
    }

    /// The bytes of every file that was ever sent, by its label.
    private(set) var contents: [String: Content] = [:]

    /// The labels of the files in which the scanner finds something.
    private(set) var infected: Set<String> = []

    /// Whether the scanner looks at files after they were acknowledged, so that infected ones are taken away again.
    var withdrawsInfected = false

    /// The files that are taken away sooner or later, unless nobody has them before.
    var doomed: Set<String> { withdrawsInfected ? infected : [] }

    /// The managed IDs of the files that were ever seen on an object, by their labels.
    private(set) var ids: [String: String] = [:]

    private var labels: [String: String] = [:]

    private var uris: [String: String] = [:]

    /// Notes a file that is about to be sent.
    mutating func note(_ file: WorldFile) {
        contents[file.label] = Content(file.bytes)
        if file.isInfected { infected.insert(file.label) }
    }

    /// Notes the managed ID of a file (RFC 8607 §4.3: it "uniquely identifies a managed attachment").
    mutating func note(_ id: String, of label: String) {
        #expect(ids[label] == nil || ids[label] == id, "\(label) has two managed IDs: \(id) and \(ids[label] ?? "")")
        #expect(labels[id] == nil || labels[id] == label, "\(id) is of two files: \(label) and \(labels[id] ?? "")")
        ids[label] = id
        labels[id] = label
    }

    /// Returns the label of a managed ID, or of a URI.
    func label(_ text: String) -> String? {
        labels[text] ?? labels[Self.id(in: text)]
    }

    /// Returns the URI of a file that was seen on an object.
    func uri(of label: String) -> String? { uris[label] }

    /// Reads an object as it came from the server.
    ///
    /// - Parameter document: The text.
    /// - Returns: The object; its files are known by the labels that they were sent under.
    mutating func read(_ document: WorldDocument) -> WorldModel.Object {
        var files: [String: Set<WorldModel.File>] = [:]
        for part in document.parts {
            #expect(files[part.key] == nil, "two components for \(part.key)")
            let read = part.attachments.map { self.read($0) }
            #expect(Set(read).count == read.count, "a file is twice on a component: \(read)")
            files[part.key] = Set(read)
        }
        return WorldModel.Object(uid: document.uid, summary: document.summary, days: document.days, files: files)
    }

    private mutating func read(_ attachment: CalendarText.Attachment) -> WorldModel.File {
        if let file = attachment.inlineFile {
            #expect(Content(file.bytes) == contents[file.label], "\(file.label) in the data")
            return WorldModel.File(label: file.label, kind: .inline)
        }
        guard let id = attachment.managedID else {
            return WorldModel.File(label: label(attachment.uri) ?? attachment.uri, kind: .plain)
        }
        let name = attachment.parameters["FILENAME"] ?? "nameless"
        note(id, of: name)
        uris[name] = attachment.uri
        #expect(attachment.parameters["SIZE"] == contents[name].map { "\($0.size)" }, "\(attachment)")
        #expect(Self.id(in: attachment.uri) == id, "\(attachment)")
        return WorldModel.File(label: name, kind: .managed)
    }

    /// Our URIs end in the managed ID and a name for people.
    private static func id(in uri: String) -> String {
        uri.split(separator: "/").dropLast().last.map(String.init) ?? uri
    }
}
