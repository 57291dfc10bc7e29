package import ICalendar

/// A component that instances are made of, with what is read of it once for all of them.
///
/// It is an object because a hundred thousand instances may have the same one.
package final class InstanceSource: Sendable {
    /// The master, or an override.
    package let component: Component
    /// The place of the component among ``CalendarObjectResource/instances``.
    package let place: Int
    /// The times that the component states.
    package let stated: StatedTimes

    /// Reads a component.
    ///
    /// - Parameters:
    ///   - component: The component.
    ///   - place: Its place among the components of its resource.
    init(_ component: Component, place: Int) {
        self.component = component
        self.place = place
        stated = StatedTimes(of: component)
    }
}
