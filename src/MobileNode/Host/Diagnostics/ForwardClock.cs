using DsMip.Linux;

namespace DsMip.MobileNode.Diagnostics;

/// <summary>
/// Time that never goes back and never jumps, whatever somebody does to the wall clock, and that includes the time the machine was suspended:
/// it starts as the wall clock and goes on with the boot clock.
/// </summary>
internal sealed class ForwardClock
{
    private readonly DateTimeOffset _start = DateTimeOffset.UtcNow;
    private readonly TimeSpan _booted = BootClock.Now;

    public DateTimeOffset Now => _start + (BootClock.Now - _booted);

    /// <summary>A time of this clock for people: whole seconds that the wall clock was set by since the start are added.</summary>
    public DateTimeOffset? ToWall(DateTimeOffset? time) => time + TimeSpan.FromSeconds(Math.Round((DateTimeOffset.UtcNow - Now).TotalSeconds));
}
