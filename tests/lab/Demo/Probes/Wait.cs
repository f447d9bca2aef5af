using DsMip.Lab.Topology;

namespace DsMip.Lab.Probes;

public static class Wait
{
    /// <summary>
    /// Looks every few milliseconds until the condition holds; fails naming what was waited for. Where looking takes long it looks less often:
    /// who waits must not keep the machine from what he waits for.
    /// </summary>
    public static void Until(Func<bool> condition, TimeSpan patience, string what, CancellationToken cancellation = default)
    {
        var until = Environment.TickCount64 + (long)patience.TotalMilliseconds;
        var looked = Environment.TickCount64;
        while (!condition())
        {
            cancellation.ThrowIfCancellationRequested();
            if (Environment.TickCount64 > until)
            {
                throw new LabException($"waited {patience.TotalSeconds:0.#} s in vain for {what}");
            }

            Thread.Sleep((int)Math.Clamp(2 * (Environment.TickCount64 - looked), 10, 200));
            looked = Environment.TickCount64;
        }
    }
}
