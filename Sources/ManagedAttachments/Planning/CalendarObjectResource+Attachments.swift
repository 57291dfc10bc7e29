import FoundationEssentials
package import ICalendar

extension CalendarObjectResource {
    /// The ATTACH properties of all components in their order; those of alarms are not among them.
    var attachProperties: [Property] {
        instances.flatMap { $0.properties(named: Property.Name.attach) }
    }

    /// The number of the ATTACH properties of all components; their parameters are not read for it.
    package var attachPropertyCount: Int {
        instances.reduce(0) { count, instance in count + instance.count(of: Property.Name.attach) }
    }

    /// The managed IDs of all components, each once, in their order.
    var managedIDs: [ManagedID] {
        instances.flatMap(\.managedIDs).unique
    }

    /// Marks every component for which a change reports to have changed it.
    ///
    /// RFC 5545 §3.8.7.2, §3.8.7.3: DTSTAMP and LAST-MODIFIED say when the data was last revised. SEQUENCE (§3.8.7.4)
    /// stays: an attachment reschedules nothing.
    mutating func reviseInstances(at now: Date, _ change: (inout Component) -> Bool) {
        let stamp = UTCDateTime.format(now)
        updateInstances { instance in
            guard change(&instance) else { return }
            instance.setProperty(Property(name: "DTSTAMP", value: stamp))
            instance.setProperty(Property(name: "LAST-MODIFIED", value: stamp))
        }
    }
}

extension Component {
    /// The managed IDs of the component itself; those of alarms are not among them.
    var managedIDs: [ManagedID] {
        properties(named: Property.Name.attach).compactMap(\.managedID)
    }
}

extension Sequence where Element: Hashable {
    /// The elements without repetition, in the order of their first occurrence.
    var unique: [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
