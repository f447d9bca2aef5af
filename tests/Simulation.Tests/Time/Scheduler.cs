namespace DsMip.Simulation.Tests.Time;

/// <summary>The virtual clock and everything that is still to happen. Events of one moment happen in the order in which they were planned.</summary>
internal sealed class Scheduler
{
    private readonly PriorityQueue<Action, (DateTimeOffset Time, long Order)> _events = new();
    private long _planned;

    public Scheduler() => Now = Start;

    public DateTimeOffset Start { get; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public DateTimeOffset Now { get; private set; }

    /// <summary>Called after every event: where invariants are checked.</summary>
    public Action AfterEach { get; set; } = () => { };

    public void At(DateTimeOffset time, Action happens) => _events.Enqueue(happens, (time < Now ? Now : time, _planned++));

    public void After(TimeSpan delay, Action happens) => At(Now + delay, happens);

    /// <summary>Lets time pass, with all that happens in it.</summary>
    public void Run(TimeSpan duration)
    {
        var end = Now + duration;
        while (_events.TryPeek(out var happens, out var when) && when.Time <= end)
        {
            _events.Dequeue();
            Now = when.Time;
            happens();
            AfterEach();
        }
        Now = end;
    }
}
