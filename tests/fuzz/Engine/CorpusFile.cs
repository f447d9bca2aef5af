namespace DsMip.Fuzz.Engine;

/// <summary>A corpus as a text file: one input a line, in hexadecimal digits, the shortest first.</summary>
internal static class CorpusFile
{
    /// <summary>Where the build puts the corpora that are kept.</summary>
    public static string Kept => Path.Combine(AppContext.BaseDirectory, "corpus");

    public static string PathOf(string folder, string target) => Path.Combine(folder, target + ".hex");

    /// <returns>Nothing if there is no such file.</returns>
    /// <exception cref="FormatException">A line is not hexadecimal.</exception>
    public static IReadOnlyList<byte[]> Read(string path) => File.Exists(path) ? [.. File.ReadLines(path).Select(Convert.FromHexString)] : [];

    public static void Write(string path, IEnumerable<byte[]> inputs) =>
        File.WriteAllLines(path, inputs.OrderBy(input => input.Length).Select(Convert.ToHexStringLower));
}
