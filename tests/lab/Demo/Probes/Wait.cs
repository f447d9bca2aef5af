using DsMip.Lab.Topology;

namespace DsMip.Lab.Probes;

public static class Wait
{
    /// <summary>Looks every few milliseconds until the condition holds; fails naming what was waited for.</summary>
    public static void Until(Func<bool> condition, TimeSpan patience, string what, CancellationToken cancellation = default)
    {
        var until = Environment.TickCount64 + (long)patience.TotalMilliseconds;
        while (!condition())
        {
            cancellation.ThrowIfCancellationRequested();
            if (Environment.TickCount64 > until)
            {
                throw new LabException($"waited {patience.TotalSeconds:0.#} s in vain for {what}");
            }

            Thread.Sleep(10);
        }
    }
}
