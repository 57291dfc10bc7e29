extension CalendarProperties {
    /// The octets of the texts that a client set: what they count in the quota of the home.
    package var octets: Int {
        [displayName, displayNameLanguage, description, descriptionLanguage, color, timeZone]
            .reduce(0) { $0 + ($1?.utf8.count ?? 0) }
    }

    /// The octets of the texts that a row of the table `calendar` has, as an expression.
    static let storedOctets = [
        "display_name", "display_name_language", "description", "description_language", "color", "time_zone",
    ].map { "COALESCE(LENGTH(CAST(\($0) AS BLOB)), 0)" }.joined(separator: " + ")
}
