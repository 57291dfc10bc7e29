import ICalendar

/// Visits the ATTACH properties of new data and collects what follows from them.
struct Reconciliation {
    private let linked: [ManagedID: ManagedAttachment]
    private let linkedOrder: [ManagedID]
    private let standings: [ManagedID: AttachmentStanding]
    private let uris: AttachmentURIScheme
    private let oldURIs: [String: ManagedID]
    private var additions: [AttachmentEffect] = []

    /// The managed IDs that the data has after the visit.
    private(set) var mentioned: Set<ManagedID> = []

    /// Whether a property says something else after its visit.
    private(set) var hasChanges = false

    /// Makes a reconciliation that has visited nothing.
    ///
    /// - Parameters:
    ///   - knowledge: What the caller knows.
    ///   - uris: The form of attachment URIs.
    ///   - old: The stored data, whose URIs may be of a former public URL.
    init(knowledge: AttachmentKnowledge, uris: AttachmentURIScheme, old: CalendarObjectResource?) {
        linked = Dictionary(knowledge.linked.map { ($0.id, $0) }) { first, _ in first }
        linkedOrder = knowledge.linked.map(\.id).unique
        let arriving = knowledge.arriving.values.map { ($0.id, AttachmentStanding.linkable($0)) }
        standings = knowledge.standings.merging(arriving) { _, new in new }
        self.uris = uris
        let pairs = old?.attachProperties.compactMap { property in property.managedID.map { (property.value, $0) } }
        oldURIs = Dictionary(pairs ?? []) { first, _ in first }
    }

    /// Whether an attachment is linked that was not linked before.
    var hasAdditions: Bool {
        !additions.isEmpty
    }

    /// The effects of all visits: additions in the order of the data, then the links that are dropped.
    var effects: [AttachmentEffect] {
        additions.unique + linkedOrder.filter { !mentioned.contains($0) }.map(AttachmentEffect.unlink)
    }

    /// Gives one ATTACH property what the server knows of its attachment.
    ///
    /// - Parameter property: The property, which may keep its source octets.
    /// - Throws: `validManagedIDParameter` for a MANAGED-ID that names nothing.
    mutating func visit(_ property: inout Property) throws(ManagedAttachmentViolation) {
        guard let id = property.managedID ?? managedID(of: property.value) else { return }
        if let attachment = linked[id] {
            describe(attachment, in: &property)
            return
        }
        switch standings[id] ?? .unknown {
        case .unknown:
            // A bare URI never refuses a PUT: without MANAGED-ID it claims nothing.
            guard property.managedID == nil else { throw .validManagedIDParameter(id) }
        case .foreign:
            if property.isChanged(by: { $0.stripManagement() }) { hasChanges = true }
            // What is left may be the URI of another attachment, which it then counts as carrying.
            if let other = managedID(of: property.value), other != id { try visit(&property) }
        case .withdrawn(let attachment):
            let isChanged = property.isChanged { property in
                property.value = attachment.uri
                property.stripManagement()
            }
            if isChanged { hasChanges = true }
        case .linkable(let attachment):
            describe(attachment, in: &property, with: [.link(attachment.id)])
        case .removedWithinGrace(let attachment):
            describe(attachment, in: &property, with: [.restore(attachment.id), .link(attachment.id)])
        case .linkableFromOtherHome(let copy):
            describe(copy, in: &property, with: [.copyIntoHome(of: id, as: copy)])
        }
    }

    private func managedID(of uri: String) -> ManagedID? {
        if let id = uris.managedID(in: uri) { return id }
        return oldURIs[uri].flatMap { linked[$0] == nil ? nil : $0 }
    }

    private mutating func describe(
        _ attachment: ManagedAttachment,
        in property: inout Property,
        with effects: [AttachmentEffect] = []
    ) {
        if property.describe(attachment) { hasChanges = true }
        mentioned.insert(attachment.id)
        additions += effects
    }
}
