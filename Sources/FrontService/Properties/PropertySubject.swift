import CalendarStore

/// One resource whose properties are asked for.
struct PropertySubject: Sendable {
    /// The kinds of resource, with what their properties are made of.
    enum Resource: Sendable {
        /// The root, or a collection of principals or of homes.
        case directory
        /// A principal.
        case principal(Principal)
        /// A calendar home.
        case home
        /// A collection of a home.
        case calendar(CalendarCollection)
        /// A calendar object resource.
        case object(CalendarObjectSummary)
    }

    /// The path of the resource.
    let path: ResourcePath

    /// What the resource is.
    let resource: Resource

    /// Whose home the resource is in, or nil outside homes.
    let owner: Principal?

    /// What the principal of the request may do with it.
    let privileges: Privileges

    /// The state of a calendar home; nil for every other resource.
    var homeToken: HomeSyncToken?

    /// The properties that clients keep on the resource, where they were asked for.
    var dead: [DeadProperty] = []
}
