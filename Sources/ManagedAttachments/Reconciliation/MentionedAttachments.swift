package import ICalendar

/// The attachments that calendar data mentions, for a caller to look up.
package struct MentionedAttachments: Hashable, Sendable {
    /// The values of MANAGED-ID parameters, each once; they may be any text.
    package let byParameter: [ManagedID]
    /// The managed IDs in attachment URIs of ATTACH properties without MANAGED-ID, each once.
    package let byURI: [ManagedID]

    /// All of them, each once.
    package var all: [ManagedID] {
        (byParameter + byURI).unique
    }
}

extension AttachmentPlanner {
    /// Lists the attachments that data mentions.
    package func mentionedAttachments(in resource: CalendarObjectResource) -> MentionedAttachments {
        var (byParameter, byURI): ([ManagedID], [ManagedID]) = ([], [])
        for property in resource.attachProperties {
            if let id = property.managedID {
                byParameter.append(id)
            } else if let id = uris.managedID(in: property.value) {
                byURI.append(id)
            }
        }
        return MentionedAttachments(byParameter: byParameter.unique, byURI: byURI.unique)
    }
}
