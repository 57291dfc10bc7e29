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
        if case (.calendar(let id), .calendar(let old)) = (target.owner, target.subject),
            let new = plan.calendar, new != old
        {
            try calendars.setProperties(new, of: id, in: txn)
        }
        try change(plan, of: target.owner, paidBy: target.payer, in: txn)
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
            let made = try calendars.createCalendar(new, in: calendar.home, now: calendar.now, in: txn)
            try change(plan, of: .calendar(made.id), paidBy: calendar.home, in: txn)
        } catch CalendarStoreError.tooManyCalendars(let limit) {
            throw WebDAVError.tooManyCalendars(limit)
        }
    }

    private func change(
        _ plan: PropertyPlan,
        of owner: PropertyOwner,
        paidBy payer: HomeID?,
        in txn: any SQLTransaction
    ) throws {
        guard !plan.dead.isEmpty else { return }
        do {
            guard let payer else { return try calendars.changeDeadProperties(plan.dead, of: owner, in: txn) }
            try quota.enforce(in: payer, txn) {
                try calendars.changeDeadProperties(plan.dead, of: owner, in: txn)
            }
        } catch CalendarStoreError.propertiesTooLarge {
            throw PropertiesRefused(groups: plan.groupsWithoutSpace())
        } catch let error as WebDAVError where error.precondition == .quotaNotExceeded {
            throw PropertiesRefused(groups: plan.groupsWithoutSpace(because: error.precondition))
        }
    }
}
