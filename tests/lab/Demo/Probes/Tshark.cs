using DsMip.Lab.Topology;

namespace DsMip.Lab.Probes;

/// <summary>Asks tshark about a capture. It looks into the UDP tunnel too: port 4191 carries plain IP.</summary>
public static class Tshark
{
    public static int Count(string file, string filter) => Fields(file, filter, "frame.number").Count;

    /// <summary>One line for each packet that the filter lets pass: the fields, with tabs between them.</summary>
    public static IReadOnlyList<string> Fields(string file, string filter, params IEnumerable<string> fields)
    {
        string[] command = ["-n", "-r", file, "-d", "udp.port==4191,ip", "-Y", filter, "-T", "fields", .. fields.SelectMany(f => new[] { "-e", f })];
        return Shell.Run("tshark", command).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
