import CalendarStore
import SQLDatabase
import WebDAV

/// Stores what a plan makes of the properties of a resource.
struct PropertyWriter: Sendable {
    private let calendars: CalendarStore
    private let quota: CalendarDataQuota

    /// Makes a writer.
    init(_ dependencies: FrontDependencies) {
        calendars = dependencies.calendars
        quota = CalendarDataQuota(dependencies)
    }

    /// Stores the properties of a resource that exists.
    ///
    /// - Throws: ``PropertiesRefused`` where there is no space, which has to roll the transaction back; `SQLError`.
    func store(_ plan: PropertyPlan, of target: PropertyTarget, in txn: any SQLTransaction) throws {
        try change(plan, paidBy: target.payer, in: txn) {
            if case (.calendar(let id), .calendar(let old)) = (target.owner, target.subject),
                let new = plan.calendar, new != old
            {
                try calendars.setProperties(new, of: id, in: txn)
            }
            try calendars.changeDeadProperties(plan.dead, of: target.owner, in: txn)
        }
    }

    /// Makes a calendar with the properties of a plan.
    ///
    /// - Throws: ``PropertiesRefused`` where there is no space, which has to roll the transaction back;
    ///   `WebDAVError` 507 where the home has too many calendars; `CalendarStoreError.calendarExists`; `SQLError`.
    func make(_ calendar: NewCalendarPlace, _ plan: PropertyPlan, in txn: any SQLTransaction) throws {
        let new = NewCalendar(
            name: calendar.name,
            components: plan.components ?? NewCalendar.everyComponent,
            properties: plan.calendar ?? CalendarProperties()
        )
        do {
            try change(plan, paidBy: calendar.home, in: txn) {
                let made = try calendars.createCalendar(new, in: calendar.home, now: calendar.now, in: txn)
                try calendars.changeDeadProperties(plan.dead, of: .calendar(made.id), in: txn)
            }
        } catch CalendarStoreError.tooManyCalendars(let limit) {
            throw WebDAVError.tooManyCalendars(limit)
        }
    }

    /// Makes the changes of a plan, unless the home that pays for them has no space.
    private func change(
        _ plan: PropertyPlan,
        paidBy payer: HomeID?,
        in txn: any SQLTransaction,
        _ change: () throws -> Void
    ) throws {
        do {
            guard let payer else { return try change() }
            try quota.enforce(in: payer, txn, during: change)
        } catch CalendarStoreError.propertiesTooLarge {
            throw PropertiesRefused(groups: plan.groupsWithoutSpace())
        } catch let error as WebDAVError where error.precondition == .quotaNotExceeded {
            throw PropertiesRefused(groups: plan.groupsWithoutSpace(because: error.precondition))
        }
    }
}
