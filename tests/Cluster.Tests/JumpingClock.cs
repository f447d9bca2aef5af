using System.Globalization;

namespace DsMip.Cluster.Tests;

/// <summary>
/// The wall clock of a process that libfaketime has been put under, in seconds beside the machine's. Time that only counts on (CLOCK_MONOTONIC), which
/// timers go by, stays as it is.
/// </summary>
internal sealed class JumpingClock
{
    private const string Library = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1";

    private readonly string _file;

    public JumpingClock(string file)
    {
        _file = file;
        Jump(0);
    }

    /// <summary>Starts a command line that shall have this clock.</summary>
    public string[] Prefix =>
    [
        "env", $"LD_PRELOAD={Library}", $"FAKETIME_TIMESTAMP_FILE={_file}", "FAKETIME_CACHE_DURATION=1", "FAKETIME_DONT_FAKE_MONOTONIC=1", "DONT_FAKE_MONOTONIC=1",
        // Otherwise every wait with a limit ends at once.
        "FAKETIME_FORCE_MONOTONIC_FIX=0",
    ];

    /// <summary>From within a second on.</summary>
    public void Jump(int seconds)
    {
        // In one piece: a half-written file would be another time.
        File.WriteAllText(_file + ".new", seconds.ToString("+0;-0;+0", CultureInfo.InvariantCulture) + "\n");
        File.Move(_file + ".new", _file, overwrite: true);
    }
}
