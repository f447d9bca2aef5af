namespace DsMip.Fuzz.Engine;

/// <summary>Ends the process when one input takes too long: nothing else could stop it. What it was is told first.</summary>
internal sealed class Watchdog : IDisposable
{
    private readonly Timer _timer;
    private readonly Action<byte[]> _hangs;
    private readonly Lock _gate = new();
    private readonly byte[] _input = new byte[Mutator.Longest];
    private int _length;
    private long _execution;
    private long _lastSeen;
    private volatile bool _isInside;

    /// <param name="patience">Generous: other programs may have the machine meanwhile.</param>
    /// <param name="hangs">Is given the input, and does not come back.</param>
    public Watchdog(TimeSpan patience, Action<byte[]> hangs)
    {
        _hangs = hangs;
        _timer = new Timer(_ => Look(), null, patience, patience);
    }

    public void Begin(ReadOnlySpan<byte> input)
    {
        lock (_gate)
        {
            _length = Math.Min(input.Length, _input.Length);
            input[.._length].CopyTo(_input);
        }
        Interlocked.Increment(ref _execution);
        _isInside = true;
    }

    public void End() => _isInside = false;

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        var execution = Interlocked.Read(ref _execution);
        var hangs = _isInside && execution == _lastSeen;
        _lastSeen = execution;
        if (!hangs) return;
        byte[] input;
        lock (_gate) input = _input[.._length];
        _hangs(input);
    }
}
