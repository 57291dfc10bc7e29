import WebDAV

/// Properties that cannot be set, for which the transaction is rolled back.
struct PropertiesRefused: Error {
    /// What is said about each property.
    let groups: [PropStat]
}
