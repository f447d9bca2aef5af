using DsMip.Linux.Interop;

namespace DsMip.Linux;

/// <summary>Time since the machine started, suspended or not (CLOCK_BOOTTIME).</summary>
public static class BootClock
{
    private const int BootTime = 7;

    public static unsafe TimeSpan Now
    {
        get
        {
            var time = stackalloc long[2];
            if (Libc.GetTime(BootTime, time) != 0) throw LinuxException.Last("reading the boot clock");
            return TimeSpan.FromSeconds(time[0]) + TimeSpan.FromTicks(time[1] / TimeSpan.NanosecondsPerTick);
        }
    }
}
