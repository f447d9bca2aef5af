namespace DsMip.Simulation.Tests.Time;

/// <summary>What happened, for the one who has to find out why a history failed.</summary>
internal sealed class Journal(Scheduler scheduler)
{
    private const int Kept = 80;
    private readonly Queue<string> _lines = new();

    public void Note(string line)
    {
        if (_lines.Count == Kept) _lines.Dequeue();
        _lines.Enqueue($"{(scheduler.Now - scheduler.Start).TotalSeconds,10:F3} {line}");
    }

    public override string ToString() => string.Join('\n', _lines);
}
