import FoundationEssentials

/// Files that stand in the data of an event itself (RFC 5545 §3.8.1.1), as some clients write them.
extension WorldDocument {
    /// Returns the document with a file in the data of one of its components.
    func embedding(_ file: WorldFile, in index: Int) -> WorldDocument {
        var document = self
        let parameters = "ENCODING=BASE64;VALUE=BINARY;FMTTYPE=application/octet-stream;FILENAME=\(file.label)"
        document.parts[index].lines.append("ATTACH;\(parameters):\(Data(file.bytes).base64EncodedString())")
        return document
    }

    /// Returns the document without files in its data: written again, each would become another attachment.
    func withoutInline() -> WorldDocument {
        mapping { lines in lines.filter { !$0.isInlineAttachment } }
    }

    /// The files in the data.
    var inlineFiles: [WorldFile] { parts.flatMap(\.attachments).compactMap(\.inlineFile) }
}

extension CalendarText.Attachment {
    /// The file, where the value is the octets themselves.
    var inlineFile: WorldFile? {
        guard parameters["ENCODING"] == "BASE64", let data = Data(base64Encoded: uri) else { return nil }
        return WorldFile(label: parameters["FILENAME"] ?? "nameless", bytes: Array(data))
    }
}

extension String {
    /// Whether a line is an ATTACH property.
    var isAttachment: Bool { hasPrefix("ATTACH;") || hasPrefix("ATTACH:") }

    /// Whether a line is an ATTACH property with the octets of a file.
    var isInlineAttachment: Bool { isAttachment && prefix(80).contains("ENCODING=BASE64") }
}
