import HTTPSemantics
package import ICalendar

/// A file that stands in the data itself (RFC 5545 §3.8.1.1), in one component or in several.
package struct InlineAttachment: Sendable {
    /// The places of the ATTACH properties that have it, in the order of the data, alarms left out.
    package fileprivate(set) var positions: [Int]

    /// The octets.
    package let content: Base64Content

    /// The media type and the file name.
    package let label: AttachmentLabel

    private static let filenameParameters = ["FILENAME", "X-FILENAME", "X-APPLE-FILENAME"]

    /// Reads a property; nil where its value is a URI, or is not what it says.
    fileprivate init?(of property: Property, at position: Int) {
        // RFC 5545 §3.8.1.1: "If the "VALUE=BINARY" … parameter is specified, then "ENCODING=BASE64" MUST also be".
        guard property.parameter("ENCODING")?.uppercased() == "BASE64",
            let content = Base64Content(property.value)
        else { return nil }
        self.content = content
        positions = [position]
        label = AttachmentLabel(
            contentType: property.parameter("FMTTYPE").flatMap { MediaType(parsing: $0) },
            disposition: nil,
            previousFilename: Self.filenameParameters.compactMap { property.parameter($0) }.first
        )
    }

    /// What equal files have in common.
    fileprivate struct Identity: Hashable {
        let label: AttachmentLabel
        let content: Base64Content
    }

    fileprivate var identity: Identity { Identity(label: label, content: content) }
}

extension AttachmentPlanner {
    /// Lists the files that stand in data, each once, in the order of the data.
    ///
    /// Equal octets with equal labels are one file, whichever components have it. What does not decode is left out.
    ///
    /// - Parameters:
    ///   - resource: The data.
    ///   - minimumSize: The octets from which on files are listed.
    /// - Returns: The files that are not smaller than that, and not larger than an attachment may be.
    package func inlineAttachments(in resource: CalendarObjectResource, from minimumSize: Int) -> [InlineAttachment] {
        var files: [InlineAttachment] = []
        var known: [InlineAttachment.Identity: Int] = [:]
        for (position, property) in resource.attachProperties.enumerated() {
            guard let file = InlineAttachment(of: property, at: position), file.content.size >= minimumSize,
                UInt64(file.content.size) <= limits.maximumSize
            else { continue }
            if let index = known[file.identity] {
                files[index].positions.append(position)
            } else {
                known[file.identity] = files.count
                files.append(file)
            }
        }
        return files
    }

    /// Returns data in which managed attachments stand for files that it had in itself.
    ///
    /// - Parameters:
    ///   - stored: The attachments, by the positions of the properties that become theirs.
    ///   - resource: The data.
    /// - Returns: The data; everything else is as it was, octet for octet.
    package func replacingInline(
        _ stored: [Int: ManagedAttachment],
        in resource: CalendarObjectResource
    ) -> CalendarObjectResource {
        guard !stored.isEmpty else { return resource }
        var position = 0
        var calendar = resource
        calendar.updateInstances { instance in
            instance.updateProperties(named: Property.Name.attach) { property in
                defer { position += 1 }
                if let attachment = stored[position] { property.describe(attachment) }
                return .keep
            }
        }
        return calendar
    }
}
