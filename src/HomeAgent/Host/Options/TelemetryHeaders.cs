using DsMip.Configuration;

namespace DsMip.HomeAgent.Options;

/// <summary>The file of <c>Telemetry:OtlpHeadersFile</c>: what shows a collector who sends. No message of an error holds any of it.</summary>
internal static class TelemetryHeaders
{
    private const string Expected = "is not lines of NAME=VALUE such as authorization=Bearer ..., in printable ASCII and without commas";

    /// <returns>As the exporter wants them, with commas between and values escaped; null: there is no file.</returns>
    /// <exception cref="ConfigurationException">The file cannot be read, or holds something else.</exception>
    public static string? Read(SettingsReader section)
    {
        if (section.Text("OtlpHeadersFile") is not { } path) return null;
        try
        {
            var lines = File.ReadLines(path).Where(line => !string.IsNullOrWhiteSpace(line)).Select(line => line.Trim()).ToList();
            return lines.Count > 0 && lines.All(IsHeader) ? string.Join(',', lines.Select(Escape)) : throw section.Wrong("OtlpHeadersFile", $"'{path}' {Expected}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw section.Wrong("OtlpHeadersFile", e.Message.ReplaceLineEndings(" "));
        }
    }

    private static bool IsHeader(string line) =>
        line.IndexOf('=', StringComparison.Ordinal) is > 0 and var end && end < line.Length - 1
        && line.AsSpan(0, end).IndexOfAnyExcept(HeaderName) < 0 && line.All(letter => letter is >= ' ' and <= '~' and not ',');

    private static string Escape(string line)
    {
        var end = line.IndexOf('=', StringComparison.Ordinal);
        return $"{line[..end]}={Uri.EscapeDataString(line[(end + 1)..].TrimStart())}";
    }

    private static readonly System.Buffers.SearchValues<char> HeaderName =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.");
}
