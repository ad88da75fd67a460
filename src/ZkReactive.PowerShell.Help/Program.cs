using ZkReactive.PowerShell.Help;

// Runs while the module is built, never on a user's machine: writes Get-Help's file from the pages in docs/cmdlets (what a
// cmdlet is for, examples) and from the cmdlets themselves (syntax, parameters, outputs), so that neither can drift.
if (args is not [var assembly, var engine, var pages, var output])
{
    Console.Error.WriteLine("usage: <cmdlet assembly> <reference engine assembly> <folder of pages> <file to write>");
    return 2;
}

try
{
    var cmdlets = CmdletReader.Read(assembly, engine);
    var documents = cmdlets.Select(cmdlet => (cmdlet, CmdletPage.Parse(File.ReadAllText(Path.Combine(pages, cmdlet.Name + ".md")), cmdlet.Name)));
    Directory.CreateDirectory(Path.GetDirectoryName(output)!);
    MamlWriter.Write(documents).Save(output);
    return 0;
}
catch (Exception e) when (e is IOException or FormatException)
{
    Console.Error.WriteLine($"help: error ZKHELP: {e.Message}");
    return 1;
}
