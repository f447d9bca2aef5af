namespace DsMip.Load;

/// <summary>Calls somebody every millisecond or so, on a thread of its own, until disposed.</summary>
internal sealed class Ticker : IDisposable
{
    private readonly Action _tick;
    private readonly Thread _thread;
    private volatile bool _stopped;

    public Ticker(Action tick)
    {
        _tick = tick;
        _thread = new Thread(Run) { Name = "ticker", IsBackground = true };
        _thread.Start();
    }

    public void Dispose()
    {
        _stopped = true;
        _thread.Join();
    }

    private void Run()
    {
        while (!_stopped)
        {
            Thread.Sleep(1);
            _tick();
        }
    }
}
