import SQLDatabase

extension CalendarSchema {
    /// The fourth step: the texts of calendars count as well, with the dead properties.
    static let countedTexts = SQLMigration(
        component: component,
        number: 4,
        statements: ["UPDATE calendar SET property_bytes = property_bytes + \(CalendarProperties.storedOctets)"]
    )
}
