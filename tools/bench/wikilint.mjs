// Prints the CPU seconds of wikilint (parse and lint, its own defaults) over the texts on standard input.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [folder, passes] = process.argv.slice(2);
const loaded = createRequire(join(folder, 'package.json'))('wikilint');
const Parser = loaded.default ?? loaded;
Parser.config = 'default';
const texts = JSON.parse(readFileSync(0, 'utf8'));

let best = Infinity;
for (let pass = 0; pass < Number(passes); pass++) {
	const start = process.cpuUsage();
	for (const text of texts) {
		try {
			Parser.parse(text, false).lint();
		} catch {
			// A page that it cannot read costs what it cost.
		}
	}
	const { user, system } = process.cpuUsage(start);
	best = Math.min(best, (user + system) / 1e6);
}
console.log(best);
