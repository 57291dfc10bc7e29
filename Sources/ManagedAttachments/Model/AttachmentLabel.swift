package import HTTPSemantics

/// What a person sees of an attachment: its media type and its file name.
package struct AttachmentLabel: Hashable, Sendable {
    /// The type and subtype in lower case.
    package let mediaType: String
    /// The file name.
    package let filename: String

    /// Makes the label of an attachment that is stored already.
    ///
    /// - Parameters:
    ///   - mediaType: The stored type and subtype.
    ///   - filename: The stored file name.
    package init(mediaType: String, filename: String) {
        self.mediaType = mediaType
        self.filename = filename
    }

    /// Makes the label of an upload from its header fields.
    ///
    /// Without a media type that iCalendar can express it is `application/octet-stream`; without a file name it is the
    /// previous one, or one derived from the media type.
    ///
    /// - Parameters:
    ///   - contentType: The Content-Type, if it was given and is well formed.
    ///   - disposition: The Content-Disposition, if it was given and is well formed.
    ///   - previousFilename: The name of the attachment that the upload replaces, if it replaces one.
    package init(contentType: MediaType?, disposition: ContentDisposition?, previousFilename: String? = nil) {
        mediaType = Self.formatType(contentType ?? .octetStream)
        filename = AttachmentFilename(disposition?.filename ?? previousFilename, mediaType: mediaType).text
    }

    // RFC 5545 §3.2.8: fmttypeparam has type-name "/" subtype-name of RFC 4288 §4.2, which is narrower than a token of
    // HTTP: at most 127 letters, digits and "!#$&.+-^_".
    private static func formatType(_ type: MediaType) -> String {
        guard [type.type, type.subtype].allSatisfy(isRegistryName) else { return MediaType.octetStream.essence }
        return type.essence
    }

    private static func isRegistryName(_ name: String) -> Bool {
        (1...127).contains(name.utf8.count)
            && name.utf8.allSatisfy { octet in
                switch octet {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
                default: "!#$&.+-^_".utf8.contains(octet)
                }
            }
    }
}
