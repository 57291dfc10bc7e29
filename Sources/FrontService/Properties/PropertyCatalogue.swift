import WebDAV

/// The live properties of all kinds of resource.
///
/// To add a property, add it to one of the lists; the lists are the only place that decides which resource has it.
enum PropertyCatalogue {
    /// The properties by name; a name stands for one property on every resource that has it.
    static let properties: [XMLName: LiveProperty] = Dictionary(
        (resourceProperties + accessProperties + accessControlProperties + principalProperties + calendarProperties
            + attachmentProperties)
            .map { ($0.name, $0) }
    ) { first, _ in preconditionFailure("The property \(first.name) is listed twice.") }

    /// The properties that an allprop asks for: those of RFC 4918.
    ///
    /// RFC 4791 §5.2, RFC 3744 §5, RFC 4331 §3, and RFC 8607 §6 say of theirs that allprop SHOULD NOT return them.
    static let returnedByAllprop = properties.values
        .filter { DAVProperty.returnedByAllprop.contains($0.name) }
        .sorted { $0.name.local < $1.name.local }

    /// Every property, in the order of its name.
    static let all = properties.values.sorted { $0.name.local < $1.name.local }

    /// The properties whose values need what the home uses of its quotas.
    static let needingQuota: Set<XMLName> = [
        DAVProperty.quotaUsedBytes, DAVProperty.quotaAvailableBytes, DAVProperty.supportedLivePropertySet,
    ]
}
