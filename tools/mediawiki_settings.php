<?php
// What the lab's wikis have besides what MediaWiki's installer wrote; every request reads it.
$wgServer = 'http://127.0.0.1:' . ( getenv( 'LAB_PORT' ) ?: '8790' );
$wgMainCacheType = $wgMessageCacheType = $wgParserCacheType = CACHE_NONE;
$wgSessionCacheType = CACHE_DB;
$wgEnableEmail = false;
$wgEnableUploads = true;
$wgLogos = [ '1x' => "data:," ]; // MediaWiki's own is loaded ahead, and then not always shown
$wgRateLimits = [];
$wgJobRunRate = 0;
$wgDiff3 = is_executable( '/usr/bin/diff3' ) ? '/usr/bin/diff3' : '';
$wgBotPasswordsDatabase = false;
$wgCaptchaTriggers = [];
$wgExtraNamespaces[3000] = 'Trope_Workshop';
$wgExtraNamespaces[3001] = 'Trope_Workshop_talk';
$wgNamespaceAliases['TW'] = 3000;
$wgShowExceptionDetails = true;
$wgCacheDirectory = getenv( 'LAB_CODE' ) . '/cache';
$wgUploadDirectory = getenv( 'LAB_FOLDER' ) . '/images';
$wgLocalisationCacheConf['store'] = 'array';
$wgSpamBlacklistFiles = [];
$wgBlacklistSettings = [ 'spam' => [ 'files' => [] ] ];
$wgGroupPermissions['bot']['sboverride'] = true; // as newer versions have it by themselves
// What wikis of today have: temporary accounts instead of addresses, and several blocks of one account at once.
if ( version_compare( MW_VERSION, '1.43', '>=' ) ) {
	$wgAutoCreateTempUser['enabled'] = true;
	$wgEnableMultiBlocks = true;
}
$wgTitleBlacklistSources = [ [ 'type' => 'localpage', 'src' => 'MediaWiki:Titleblacklist' ] ];
// Troubles that a test may switch on: a file each, read at every request.
$labTrouble = static function ( $name ) {
	$file = getenv( 'LAB_FOLDER' ) . "/trouble/$name";
	clearstatcache( true, $file );
	return is_file( $file ) ? trim( file_get_contents( $file ) ) : null;
};
if ( PHP_SAPI !== 'cli' ) {
	if ( $labTrouble( 'visual-editor' ) !== null ) {
		wfLoadExtension( 'VisualEditor' );
		$wgVisualEditorEnableWikitext = true;
		$wgDefaultUserOptions['visualeditor-newwikitext'] = 1;
		$wgCacheDirectory = getenv( 'LAB_FOLDER' ); // its messages, which the other wikis do not have
	}
	if ( $labTrouble( 'readonly' ) !== null ) {
		$wgReadOnly = $labTrouble( 'readonly' );
	}
	if ( $labTrouble( 'ratelimit' ) !== null ) {
		$wgRateLimits['edit']['user'] = [ (int)$labTrouble( 'ratelimit' ), 60 ];
		$wgGroupPermissions['bot']['noratelimit'] = $wgGroupPermissions['sysop']['noratelimit'] = false;
		$wgMainCacheType = CACHE_DB;
	}
	$wgHooks['ApiMaxLagInfo'][] = static function ( &$info ) use ( $labTrouble ) {
		if ( $labTrouble( 'maxlag' ) !== null ) {
			$info = [ 'host' => 'lab', 'lag' => (float)$labTrouble( 'maxlag' ), 'type' => 'db' ];
		}
	};
}
